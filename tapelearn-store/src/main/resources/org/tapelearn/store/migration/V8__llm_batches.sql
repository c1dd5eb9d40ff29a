-- Calls of models, those of several attempts in a row. commit_index is that of the commit that has the attempts, or -1 where none has. The body
-- is a text, deflated without a dictionary; size is that of the text's UTF-8. In it is for each attempt (or an empty name for calls outside of
-- attempts) its id, a line's end, and its calls, a JSON list as in the forms 2 and 3 of llm_blocks, in which nothing is written any more;
-- places is a JSON object that says where in the text, in characters of UTF-16, each begins.
CREATE TABLE llm_batches (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    places       TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    body         BLOB    NOT NULL
);
CREATE INDEX llm_batches_by_commit ON llm_batches (session, commit_index);
