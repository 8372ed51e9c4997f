"""What is owed to clients till they are reached: a fold over calls and what people said by hand."""
