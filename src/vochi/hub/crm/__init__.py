"""The room 'crm' of the hub: calls told to Bitrix24 and amoCRM."""
