-- The calls of models of an attempt, or, where rollout is empty, those outside of attempts, with one commit. The body is a JSON list of
-- calls: as it is where dictionary is 0, deflated otherwise; size is that of the JSON. A prompt is the first messages of the call
-- before, as many as shared says, and those in messages, of which a number stands for a message of that place among those of the body.
-- Purpose, model, sampling and tools are those of the call before where a call does not say.
CREATE TABLE llm_blocks (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    rollout      TEXT    NOT NULL,
    dictionary   INTEGER NOT NULL,
    size         INTEGER NOT NULL,
    body         BLOB    NOT NULL
);
CREATE INDEX llm_blocks_by_rollout ON llm_blocks (session, rollout);

-- What the calls of a commit came to.
CREATE TABLE llm_use (
    seq               INTEGER PRIMARY KEY,
    session           INTEGER NOT NULL REFERENCES sessions,
    commit_index      INTEGER NOT NULL,
    purpose           TEXT    NOT NULL,
    calls             INTEGER NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    dollars           REAL    NOT NULL
);
CREATE INDEX llm_use_by_session ON llm_use (session);

-- Calls name their tools by a fingerprint of the tools' text.
ALTER TABLE llm_tools ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
UPDATE llm_tools SET fingerprint = 'row ' || seq;
CREATE INDEX llm_tools_by_fingerprint ON llm_tools (session, fingerprint);

INSERT INTO llm_use (session, commit_index, purpose, calls, prompt_tokens, completion_tokens, dollars)
SELECT session, commit_index, purpose, count(*), sum(prompt_tokens), sum(completion_tokens), sum(dollars)
FROM llm_calls GROUP BY session, commit_index, purpose;

INSERT INTO llm_blocks (session, commit_index, rollout, dictionary, size, body)
SELECT session, commit_index, rollout, 0, length(CAST(body AS BLOB)), CAST(body AS BLOB)
FROM (SELECT session, commit_index, rollout, min(seq) AS first, json_group_array(json_patch(json_object(
              'number', number, 'purpose', purpose, 'model', model, 'sampling', json(sampling), 'shared', shared,
              'messages', json(messages), 'tools', iif(tools IS NULL, '', 'row ' || tools), 'failure', failure, 'dollars', dollars,
              'latency_ms', latency_ms),
          iif(answer = '', '{}', json_object('answer', json(answer))))
          ORDER BY seq) AS body
      FROM llm_calls GROUP BY session, commit_index, rollout)
ORDER BY first;
DROP TABLE llm_calls;
