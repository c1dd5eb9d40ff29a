-- Sets of tools that models were offered, each once a session: a JSON list.
CREATE TABLE llm_tools (
    seq     INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions,
    body    TEXT    NOT NULL
);
CREATE INDEX llm_tools_by_session ON llm_tools (session);

-- Calls of models. A prompt is the first messages of the call before in the same attempt, as many as shared says, and those in
-- messages. The rollout is an attempt's id, empty for calls outside of attempts; answer is empty where failure says why.
CREATE TABLE llm_calls (
    seq               INTEGER PRIMARY KEY,
    session           INTEGER NOT NULL REFERENCES sessions,
    commit_index      INTEGER NOT NULL,
    rollout           TEXT    NOT NULL,
    number            INTEGER NOT NULL,
    purpose           TEXT    NOT NULL,
    model             TEXT    NOT NULL,
    sampling          TEXT    NOT NULL,
    shared            INTEGER NOT NULL,
    messages          TEXT    NOT NULL,
    tools             INTEGER REFERENCES llm_tools,
    answer            TEXT    NOT NULL,
    failure           TEXT    NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    dollars           REAL    NOT NULL,
    latency_ms        INTEGER NOT NULL
);
CREATE INDEX llm_calls_by_rollout ON llm_calls (session, rollout);
