"""The room 'tables' of the hub: files of rows that people bring and take along."""
