"""What a script was, as a value: kept in a folder, compared, moved to other resources, and made an upload again."""
