-- A session and everything that it has written. Times are the clock's milliseconds.
CREATE TABLE sessions (
    seq           INTEGER PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    environment   TEXT    NOT NULL,
    seed          INTEGER NOT NULL,
    configuration TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    started_at    INTEGER NOT NULL,
    report        TEXT    NOT NULL
);

-- The learner's state after its last commit; commits are counted from 0.
CREATE TABLE states (
    session      INTEGER PRIMARY KEY REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    state        TEXT    NOT NULL
);

-- Named binary parts of the state.
CREATE TABLE blobs (
    session INTEGER NOT NULL REFERENCES sessions,
    name    TEXT    NOT NULL,
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (session, name)
);

-- Whole tasks. A task that comes again with other content under the same id has a row of its own.
CREATE TABLE tasks (
    seq         INTEGER PRIMARY KEY,
    session     INTEGER NOT NULL REFERENCES sessions,
    id          TEXT    NOT NULL,
    description TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    difficulty  TEXT    NOT NULL,
    family      TEXT    NOT NULL,
    group_name  TEXT    NOT NULL,
    wording     TEXT    NOT NULL,
    split       TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    criteria    TEXT    NOT NULL,
    origin      TEXT    NOT NULL
);
CREATE INDEX tasks_by_id ON tasks (session, id);

-- Attempts, in the order written; findings and recalled are JSON lists.
CREATE TABLE rollouts (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    id           TEXT    NOT NULL,
    phase        TEXT    NOT NULL,
    round        INTEGER NOT NULL,
    wave         INTEGER NOT NULL,
    task         INTEGER NOT NULL REFERENCES tasks,
    attempt      INTEGER NOT NULL,
    version      TEXT    NOT NULL,
    ending       TEXT    NOT NULL CHECK (ending IN ('finished', 'truncated', 'broken')),
    cause        TEXT    NOT NULL,
    findings     TEXT    NOT NULL,
    recalled     TEXT    NOT NULL,
    UNIQUE (session, id)
);

-- One tape a rollout: TapeAgents JSON, deflated with the dictionary of the number given.
CREATE TABLE tapes (
    rollout    INTEGER PRIMARY KEY REFERENCES rollouts,
    calls      INTEGER NOT NULL,
    dictionary INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    body       BLOB    NOT NULL
);

-- One judgement a rollout; reward, success and grounded are null and reason is given where it is unscored.
CREATE TABLE evaluations (
    rollout  INTEGER PRIMARY KEY REFERENCES rollouts,
    outcome  TEXT NOT NULL CHECK (outcome IN ('success', 'partial', 'failure', 'unscored')),
    reward   REAL,
    success  INTEGER,
    grounded INTEGER,
    reason   TEXT NOT NULL,
    CHECK (outcome = 'unscored' OR (reward IS NOT NULL AND success IS NOT NULL AND grounded IS NOT NULL))
);

CREATE TABLE pairs (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    better       INTEGER NOT NULL REFERENCES rollouts,
    worse        INTEGER NOT NULL REFERENCES rollouts,
    divergence   INTEGER NOT NULL,
    weight       REAL    NOT NULL,
    margin       REAL    NOT NULL
);
CREATE INDEX pairs_by_session ON pairs (session);

-- Events, each kind in a table of its own; bodies are JSON.
CREATE TABLE versions (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    round        INTEGER NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL
);
CREATE INDEX versions_by_session ON versions (session);

CREATE TABLE verdicts (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    round        INTEGER NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL
);
CREATE INDEX verdicts_by_session ON verdicts (session);

CREATE TABLE insights (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    round        INTEGER NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL
);
CREATE INDEX insights_by_session ON insights (session);

CREATE TABLE metrics (
    seq          INTEGER PRIMARY KEY,
    session      INTEGER NOT NULL REFERENCES sessions,
    commit_index INTEGER NOT NULL,
    round        INTEGER NOT NULL,
    subject      TEXT    NOT NULL,
    body         TEXT    NOT NULL
);
CREATE INDEX metrics_by_session ON metrics (session);
