-- Model calls that were imported with tapes, in the columns of TapeAgents' table LLMCalls; prompt, output and llm_info are JSON.
CREATE TABLE imported_calls (
    seq                  INTEGER PRIMARY KEY,
    session              INTEGER NOT NULL REFERENCES sessions,
    prompt_id            TEXT    NOT NULL,
    timestamp            TEXT    NOT NULL,
    prompt               TEXT,
    output               TEXT,
    prompt_length_tokens INTEGER,
    output_length_tokens INTEGER,
    cached               INTEGER NOT NULL,
    llm_info             TEXT,
    cost                 REAL
);
CREATE INDEX imported_calls_by_id ON imported_calls (session, prompt_id);
