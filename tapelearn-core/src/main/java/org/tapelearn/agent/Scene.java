package org.tapelearn.agent;

import java.util.List;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.ToolCall;

/**
 * What a node has in front of it when it runs.
 *
 * @param view its agent's part of the tape
 * @param tape all of the tape
 * @param admissible the calls that the environment lists as sensible now; empty without an environment
 */
public record Scene(View view, Tape tape, List<ToolCall> admissible, Briefing briefing) {}
