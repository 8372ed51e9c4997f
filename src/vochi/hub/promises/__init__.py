"""The room 'promises' of the hub: what is owed to clients till they are reached."""
