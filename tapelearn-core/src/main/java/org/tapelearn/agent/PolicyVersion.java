package org.tapelearn.agent;

import org.tapelearn.memory.Memory;

/** Which agent exactly: a policy together with the memory it may recall from. */
public record PolicyVersion(String id, Agent agent, Memory memory) {}
