-- What a user says of a task beside its words, as a JSON list of lines.
ALTER TABLE tasks ADD COLUMN told TEXT NOT NULL DEFAULT '[]';
