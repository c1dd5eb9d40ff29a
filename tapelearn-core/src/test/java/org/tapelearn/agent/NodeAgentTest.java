package org.tapelearn.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tapelearn.llm.Completion;
import org.tapelearn.llm.Llm;
import org.tapelearn.llm.LlmCalls;
import org.tapelearn.llm.LlmFailure;
import org.tapelearn.llm.Message;
import org.tapelearn.llm.Prompt;
import org.tapelearn.llm.ScriptedLlm;
import org.tapelearn.llm.ToolRequest;
import org.tapelearn.llm.Usage;
import org.tapelearn.memory.Memory;
import org.tapelearn.memory.Recall;
import org.tapelearn.run.End;
import org.tapelearn.run.Limits;
import org.tapelearn.run.Rollout;
import org.tapelearn.run.RolloutKey;
import org.tapelearn.run.Runner;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeMetadata;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily.Wording;
import org.tapelearn.textworld.TextWorldEnvironment;

class NodeAgentTest {
    private static final TextWorldEnvironment WORLD = new TextWorldEnvironment(true);
    private static final Task TASK = WORLD.families()
            .getFirst()
            .draw(Split.TRAIN, "castle", Wording.KNOWN, 0)
            .orElseThrow();
    private static final RolloutKey KEY = new RolloutKey(RolloutKey.Phase.TEST_BASE, 0, 0, TASK.id(), 0);
    private static final Briefing BRIEFING =
            new Briefing(TASK, WORLD.tools(), List.of(), Briefing.Mode.DEPLOYED, List.of(), Trails.NONE, 1);
    private static final Completion LOOK = Completion.call("let me see", ToolCall.of("look"));
    private static final Completion FINISH = Completion.call("", ToolCall.of("finish"));

    private final List<AgentEvent> events = new ArrayList<>();

    private static Tape start() {
        return new Tape(new TapeMetadata("t", null, "", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), TASK.description()));
    }

    private static Rollout run(NodeAgent agent) {
        return new Runner(WORLD, Recall.NOTHING, Limits.DEFAULT, 1)
                .run(new PolicyVersion("v0", agent, Memory.EMPTY), TASK, KEY, Briefing.Mode.DEPLOYED, List.of());
    }

    private static Turn.Stop stop(NodeAgent agent) {
        Turn turn = agent.begin(BRIEFING).turn(start(), List.of());
        assertThat(turn).isInstanceOf(Turn.Stop.class);
        return (Turn.Stop) turn;
    }

    private static List<String> kinds(Tape tape) {
        return tape.steps().stream().map(Step::kind).toList();
    }

    @Nested
    class InAnEnvironment {
        private final ScriptedLlm model = ScriptedLlm.of("script", LOOK, FINISH);
        private final Rollout rollout =
                run(NodeAgent.of("seeker", ToolNode.of("act", "Use tools.")).asking(model));

        @Test
        void makesTheCallsThatItsModelAsksFor() {
            assertThat(rollout.end()).isEqualTo(new End.Finished());
            assertThat(rollout.tape().calls()).containsExactly(ToolCall.of("look"), ToolCall.of("finish"));
            assertThat(rollout.findings()).hasSameSizeAs(TASK.criteria());
        }

        @Test
        void writesItsStepsUnderItsNames() {
            assertThat(kinds(rollout.tape()))
                    .containsExactly(
                            "user",
                            "tool",
                            "assistant_thought",
                            "set_next_node",
                            "tool_call",
                            "tool",
                            "set_next_node",
                            "tool_call",
                            "tool");
            StepMetadata call = rollout.tape().steps().get(4).metadata();
            assertThat(call).isEqualTo(new StepMetadata("4", "seeker", "act", KEY.id() + "#2", "script"));
            assertThat(rollout.tape().steps())
                    .extracting(step -> step.metadata().id())
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
        }

        @Test
        void showsTheModelTaskAnswersAndTools() {
            Prompt second = model.asked().get(1);
            assertThat(second.tools()).isEqualTo(WORLD.tools());
            assertThat(second.messages())
                    .extracting(Message::role)
                    .containsExactly(
                            Message.Role.SYSTEM,
                            Message.Role.USER,
                            Message.Role.USER,
                            Message.Role.ASSISTANT,
                            Message.Role.ASSISTANT,
                            Message.Role.TOOL);
            assertThat(second.messages().get(1).text()).isEqualTo(TASK.description());
            assertThat(second.messages().get(4).calls()).containsExactly(ToolCall.of("look"));
        }

        @Test
        void makesSeveralCallsOfOneAnswerBeforeItsNextNode() {
            ScriptedLlm twice = ScriptedLlm.of(
                    "m",
                    new Completion("", List.of(ToolCall.of("look"), ToolCall.of("look")), Usage.NONE),
                    new Completion("", List.of(ToolCall.of("finish")), Usage.NONE));
            Rollout both =
                    run(NodeAgent.of("a", new ToolNode("act", "default", "", "then"), ToolNode.of("then", "Go on."))
                            .asking(twice));

            assertThat(both.tape().calls()).extracting(ToolCall::tool).containsExactly("look", "look", "finish");
            assertThat(both.tape().actions())
                    .extracting(action -> action.metadata().node())
                    .containsExactly("act", "act", "then");
            List<Message> messages = twice.asked().get(1).messages();
            assertThat(messages.getFirst().text()).startsWith("Go on.");
            Message asked = messages.get(messages.size() - 3);
            assertThat(asked.calls()).containsExactly(ToolCall.of("look"), ToolCall.of("look"));
            assertThat(messages.subList(messages.size() - 2, messages.size()))
                    .extracting(Message::callId)
                    .isEqualTo(asked.requests().stream().map(ToolRequest::id).toList());
        }

        @Test
        void isBrokenWhereTheModelIs() {
            Rollout broken = run(NodeAgent.of("seeker", ToolNode.of("act", "")).asking(ScriptedLlm.of("short", LOOK)));

            assertThat(broken.end())
                    .isInstanceOfSatisfying(
                            End.Broken.class, end -> assertThat(end.cause()).contains("no answer (2)"));
            assertThat(broken.findings()).isEmpty();
            assertThat(broken.tape().calls()).hasSize(1);
        }

        @Test
        void saysWhichAttemptAsksAndSeedsItsDice() {
            assertThat(model.asked())
                    .extracting(prompt -> prompt.occasion().rollout())
                    .containsExactly(KEY.id(), KEY.id());
            assertThat(model.asked())
                    .extracting(prompt -> prompt.occasion().number())
                    .containsExactly(0, 1);
            assertThat(model.asked())
                    .extracting(prompt -> prompt.sampling().seed())
                    .containsOnly(OptionalLong.of(KEY.seed(1)));
        }

        @Test
        void leavesToTheSessionWhatWouldStopEveryAttempt() {
            for (LlmFailure.Kind kind : LlmFailure.Kind.values()) {
                NodeAgent seeker = NodeAgent.of("seeker", ToolNode.of("act", ""))
                        .asking(ScriptedLlm.of("refused", prompt -> {
                            throw new LlmFailure(kind, "no credit");
                        }));
                if (kind.pauses()) {
                    assertThatThrownBy(() -> run(seeker)).as(kind.name()).isInstanceOf(LlmFailure.class);
                } else {
                    assertThat(run(seeker).end()).as(kind.name()).isNotInstanceOf(End.Finished.class);
                }
            }
        }

        @Test
        void writesDownArgumentsThatCannotBeRead() {
            Completion garbled = new Completion(
                    "", List.of(ToolRequest.unread("1", "look", "{oops")), Usage.NONE, Completion.Finish.CALLS);
            Rollout rollout = run(
                    NodeAgent.of("seeker", ToolNode.of("act", "")).asking(ScriptedLlm.of("garbled", garbled, FINISH)));

            assertThat(rollout.end()).isEqualTo(new End.Finished());
            assertThat(rollout.tape().steps())
                    .filteredOn(Step.ParsingFailure.class::isInstance)
                    .singleElement()
                    .satisfies(step ->
                            assertThat(((Step.ParsingFailure) step).llmOutput()).isEqualTo("{oops"))
                    .satisfies(step ->
                            assertThat(((Step.ParsingFailure) step).error()).contains("(look)", "no JSON object"));
        }

        @Test
        void isTruncatedByItsBudget() {
            ScriptedLlm costly =
                    ScriptedLlm.of("costly", prompt -> new Completion("", LOOK.calls(), new Usage(60, 40)));
            Rollout rollout = run(NodeAgent.of("seeker", ToolNode.of("act", ""))
                    .asking(costly)
                    .within(new Allowance(9, 150, 9, () -> false)));

            assertThat(rollout.end()).isEqualTo(new End.Truncated("budget"));
            assertThat(rollout.tape().calls()).hasSize(2);
            assertThat(rollout.findings()).hasSameSizeAs(TASK.criteria());
        }
    }

    @Nested
    class Stopping {
        @Test
        void isFinishedWithItsLastNode() {
            assertThat(stop(NodeAgent.of("a", Flow.fixed("say", new Step.Assistant(StepMetadata.of(""), "hi")))))
                    .satisfies(end -> assertThat(end.status()).isEqualTo(Status.FINISHED))
                    .satisfies(end -> assertThat(end.before()).hasSize(1));
        }

        @Test
        void isFinishedWithAStopStep() {
            assertThat(stop(NodeAgent.of(
                                    "a",
                                    Flow.fixed("end", new Step.Final(StepMetadata.of(""), "enough")),
                                    Flow.fixed("never", new Step.Assistant(StepMetadata.of(""), "hi"))))
                            .before())
                    .extracting(Step::kind)
                    .containsExactly("final_step");
        }

        @Test
        void comesAtTheMostRunsOfNodes() {
            Turn.Stop end = stop(NodeAgent.of("a", Flow.goTo("there", "back"), Flow.goTo("back", "there"))
                    .within(new Allowance(7, 0, 1, () -> false)));
            assertThat(end.status()).isEqualTo(Status.MAX_STEPS);
            assertThat(end.before()).hasSize(7);
        }

        @Test
        void comesWhereAModelRepeatsItself() {
            Turn.Stop end = stop(NodeAgent.of("a", ask("ask"), Flow.goTo("again", "ask"))
                    .asking(ScriptedLlm.of("same", prompt -> Completion.text("same"))));
            assertThat(end.status()).isEqualTo(Status.LOOP);
            assertThat(end.detail()).contains("(ask)");
        }

        @Test
        void comesWhenSomebodyCancels() {
            List<Integer> asked = new ArrayList<>();
            Turn.Stop end = stop(NodeAgent.of("a", Flow.goTo("there", "there")).within(new Allowance(99, 0, 1, () -> {
                asked.add(1);
                return asked.size() > 3;
            })));
            assertThat(end.status()).isEqualTo(Status.CANCELLED);
            assertThat(end.before()).hasSize(3);
        }

        @Test
        void isBrokenWhereAModelCannotBeAsked() {
            Turn.Stop end = stop(NodeAgent.of("a", ask("ask")).asking(ScriptedLlm.of("down", prompt -> {
                throw new LlmFailure("no connection");
            })));
            assertThat(end.status()).isEqualTo(Status.BROKEN);
            assertThat(end.detail()).isEqualTo("no connection");
        }
    }

    /** Asks a question that is always the same. */
    private static Node ask(String name) {
        return new Node() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Prompt makePrompt(Scene scene) {
                return new Prompt(List.of(Message.of(Message.Role.USER, "?")), List.of());
            }

            @Override
            public List<Step> readCompletion(Scene scene, Completion completion) {
                return List.of(new Step.Assistant(StepMetadata.of(""), completion.text()));
            }
        };
    }

    @Nested
    class Steering {
        @Test
        void branchesOnWhatIsSeen() {
            NodeAgent agent = NodeAgent.of(
                    "a", Flow.when("is_long", view -> view.steps().size() > 1, "yes", "no"), say("yes"), say("no"));
            assertThat(said(agent.run(start(), "t2", BRIEFING))).containsExactly("no");
            Tape longer = start().append(new Step.Thought(StepMetadata.of("1"), "x"));
            assertThat(said(agent.run(longer, "t2", BRIEFING))).containsExactly("yes", "no");
        }

        @Test
        void loopsAsOftenAsTold() {
            NodeAgent agent = NodeAgent.of("a", say("work"), Flow.loop("again", "work", 2), say("done"));
            assertThat(said(agent.run(start(), "t2", BRIEFING))).containsExactly("work", "work", "work", "done");
        }

        @Test
        void goesOnWhereATapeWasLeft() {
            NodeAgent agent = NodeAgent.of("a", say("one"), say("two"), say("three"));
            Tape whole = agent.run(start(), "t2", BRIEFING);
            assertThat(agent.run(whole.prefix(3), "t3", BRIEFING).steps()).hasSameSizeAs(whole.steps());
            assertThat(said(agent.run(whole.prefix(3), "t3", BRIEFING))).containsExactly("one", "two", "three");
        }

        @Test
        void namesTheNodesThereAre() {
            assertThatThrownBy(() -> NodeAgent.of("a", Flow.goTo("go", "wrok"), say("work"))
                            .run(start(), "t2", BRIEFING))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no node (wrok), only (go, work)")
                    .hasMessageContaining("Maybe you meant (work).");
        }

        @Test
        void letsACallBeTheLastStepOnly() {
            Step call = new Step.Action(StepMetadata.of(""), ToolCall.of("look"));
            assertThatThrownBy(() ->
                            NodeAgent.of("a", Flow.fixed("act", call, call)).run(start(), "t2", BRIEFING))
                    .hasMessageContaining("must be the last step");
        }
    }

    private static Node say(String words) {
        return Flow.fixed(words, new Step.Assistant(StepMetadata.of(""), words));
    }

    private static List<String> said(Tape tape) {
        return tape.steps().stream()
                .filter(Step.Assistant.class::isInstance)
                .map(step -> ((Step.Assistant) step).content())
                .toList();
    }

    @Nested
    class WithSubagents {
        @Test
        void chainsThemByWhatEachLeaves() {
            ScriptedLlm model = ScriptedLlm.of("m", Completion.text("two nouns"), Completion.text("one verb"));
            NodeAgent team = Teams.chain(
                            "boss",
                            NodeAgent.of("nouns", ToolNode.of("find", "nouns")),
                            NodeAgent.of("verbs", ToolNode.of("find", "verbs")))
                    .asking(model);
            Tape tape = team.run(start(), "t2", BRIEFING);

            assertThat(kinds(tape))
                    .containsExactly("user", "call", "assistant", "respond", "call", "assistant", "respond");
            assertThat(tape.steps())
                    .extracting(step -> step.metadata().agent())
                    .containsExactly("", "boss", "boss/nouns", "boss/nouns", "boss", "boss/verbs", "boss/verbs");
            assertThat(model.asked().get(1).messages().get(1).text()).isEqualTo("two nouns");
            assertThat(model.asked().get(1).messages()).hasSize(2);
        }

        @Test
        void tellsAllTheSame() {
            ScriptedLlm model = ScriptedLlm.of("m", prompt -> Completion.text("heard"));
            Teams.broadcast(
                            "boss",
                            NodeAgent.of("one", ToolNode.of("say", "")),
                            NodeAgent.of("two", ToolNode.of("say", "")))
                    .asking(model)
                    .run(start(), "t2", BRIEFING);

            assertThat(model.asked())
                    .hasSize(2)
                    .allSatisfy(prompt -> assertThat(prompt.messages().getLast().text())
                            .isEqualTo("boss to all: " + TASK.description()));
        }

        @Test
        void letsAModelChooseUntilAllIsDone() {
            ScriptedLlm chooser = ScriptedLlm.of(
                    "chooser",
                    Completion.text("two"),
                    Completion.text("what?"),
                    Completion.text("one"),
                    Completion.text("done"));
            Tape tape = Teams.select("boss", "Choose.", NodeAgent.of("one", say("I")), NodeAgent.of("two", say("II")))
                    .asking(chooser)
                    .run(start(), "t2", BRIEFING);

            assertThat(said(tape)).containsExactly("II", "I");
            assertThat(kinds(tape))
                    .contains("llm_output_parsing_failure_action")
                    .endsWith("final_step");
        }

        @Test
        void letsARuleChoose() {
            Tape tape = Teams.select(
                            "boss",
                            scene -> scene.view().output("one").isPresent() ? "" : "one",
                            NodeAgent.of("one", say("I")))
                    .run(start(), "t2", BRIEFING);
            assertThat(kinds(tape))
                    .containsExactly("user", "set_next_node", "call", "assistant", "respond", "final_step");
        }

        @Test
        void actsInAnEnvironmentThroughThem() {
            NodeAgent team = Teams.select(
                    "boss",
                    scene -> "hand",
                    NodeAgent.of(
                            "hand",
                            new PolicyNode(
                                    "act",
                                    new Agent() {
                                        @Override
                                        public String name() {
                                            return "first";
                                        }

                                        @Override
                                        public Attempt begin(Briefing briefing) {
                                            return (tape, admissible) ->
                                                    tape.calls().isEmpty()
                                                            ? admissible.getFirst()
                                                            : ToolCall.of("finish");
                                        }
                                    },
                                    new Role.Worker("boss/hand", java.util.Set.of("look", "go", "take", "finish")))));
            Rollout rollout = run(team);

            assertThat(rollout.end()).isEqualTo(new End.Finished());
            assertThat(rollout.tape().actions())
                    .hasSize(2)
                    .allSatisfy(action -> assertThat(action.metadata().agent()).isEqualTo("boss/hand"));
        }

        @Test
        void namesTheSubagentsThereAre() {
            assertThatThrownBy(() -> NodeAgent.of("boss", Flow.call("ask", "raeder", scene -> ""))
                            .calling(NodeAgent.of("reader", say("x")))
                            .run(start(), "t2", BRIEFING))
                    .hasMessageContaining("no subagent (raeder), only (reader)");
        }
    }

    @Test
    void asksModelsByName() {
        Llm big = ScriptedLlm.of("big-1", prompt -> Completion.text("deep"));
        Llm small = ScriptedLlm.of("small-1", prompt -> Completion.text("quick"));
        Tape tape = NodeAgent.of(
                        "a", new ToolNode("plan", "big", "", "plan"), new ToolNode("act", "default", "", "act"))
                .asking(Map.of("big", big, "default", small))
                .run(start(), "t2", BRIEFING);

        assertThat(said(tape)).containsExactly("deep", "quick");
        assertThat(tape.steps()).extracting(step -> step.metadata().llm()).containsExactly("", "big-1", "small-1");
        assertThatThrownBy(() -> NodeAgent.of("a", new ToolNode("plan", "big", "", "plan"))
                        .run(start(), "t2", BRIEFING))
                .hasMessageContaining("model (big)");
    }

    @Test
    void tellsWhatHappensAsItHappens() {
        NodeAgent.of("a", ToolNode.of("act", ""))
                .asking(ScriptedLlm.of("m", LOOK))
                .telling(events::add)
                .run(start(), "t2", BRIEFING);

        assertThat(events.get(0)).isEqualTo(new AgentEvent.Partial("a", "act", "let me see"));
        assertThat(events.subList(1, 4)).allMatch(AgentEvent.Added.class::isInstance);
        assertThat(events.get(4)).isInstanceOfSatisfying(AgentEvent.Ended.class, end -> {
            assertThat(end.tape().steps()).hasSize(4);
            assertThat(end.turn()).isInstanceOf(Turn.Act.class);
        });
    }

    @Test
    void saysWhereItsTapeComesFrom() {
        Tape tape = NodeAgent.of("a", say("x"), say("y")).run(start(), "t2", BRIEFING);

        assertThat(tape.metadata().id()).isEqualTo("t2");
        assertThat(tape.metadata().parentId()).isEqualTo("t");
        assertThat(tape.metadata().author()).isEqualTo("a");
        assertThat(tape.metadata().addedSteps()).isEqualTo(2);
    }

    @Test
    void makesNoTapeItsOwnParent() {
        NodeAgent agent = NodeAgent.of("a", say("x"));
        assertThatThrownBy(() -> agent.run(start(), start().metadata().id(), BRIEFING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs an id of its own, but (t)");
    }

    @Test
    void beginsAgainWhereAUserSpeaksAfterTheEnd() {
        Node stop = Flow.fixed("stop", new Step.Final(StepMetadata.of(""), "done"));
        Node respond = Flow.fixed("back", new Step.Respond(StepMetadata.of(""), "", true));
        NodeAgent speaker = NodeAgent.of("speaker", say("hello"));
        NodeAgent stopper = NodeAgent.of("stopper", say("hello"), stop);
        for (NodeAgent agent : List.of(
                NodeAgent.of("a", say("hello")),
                NodeAgent.of("a", say("hello"), stop, say("never")),
                NodeAgent.of("a", say("hello"), respond),
                Teams.chain("a", speaker),
                Teams.chain("a", stopper))) {
            Tape first = agent.run(start(), "t2", BRIEFING);
            assertThat(agent.run(first, "t3", BRIEFING).metadata().addedSteps()).isLessThanOrEqualTo(1);
            Tape more = first.append(new Step.User(StepMetadata.of("9"), "And once more?"));
            Tape second = agent.run(more, "t3", BRIEFING);
            List<String> again = kinds(first).subList(1, first.steps().size());
            assertThat(kinds(second).subList(more.steps().size(), second.steps().size()))
                    .as("%s", kinds(first))
                    .isEqualTo(again);
            assertThat(said(second)).containsExactly("hello", "hello");
        }
    }

    @Test
    void refusesNamesThatAreNotItsOwn() {
        assertThatThrownBy(() -> NodeAgent.of("a", say("x"), say("x"))).hasMessageContaining("two are (x)");
        assertThatThrownBy(() -> NodeAgent.of("a/b", say("x"))).hasMessageContaining("none of them a slash");
        assertThatThrownBy(() -> NodeAgent.of("a")).hasMessageContaining("at least one node");
    }

    @Nested
    class Reused {
        private final LlmCalls calls = new LlmCalls();
        private final NodeAgent maker = NodeAgent.of("a", ToolNode.of("act", ""))
                .asking(ScriptedLlm.of("m", LOOK, FINISH))
                .keeping(calls);
        private final Tape tape = run(maker).tape();

        @Test
        void isTheSameForTheSameNodes() {
            Reuse reuse = Reuse.of(tape, NodeAgent.of("a", ToolNode.of("act", "")), calls, BRIEFING);

            assertThat(calls.size()).isEqualTo(2);
            assertThat(reuse.differences()).isEmpty();
            assertThat(reuse.tape()).isEqualTo(tape);
        }

        @Test
        void isTheSameForSeveralCallsOfOneAnswer() {
            LlmCalls kept = new LlmCalls();
            Completion two = new Completion("", List.of(ToolCall.of("look"), ToolCall.of("look")), Usage.NONE);
            Tape both = run(NodeAgent.of("a", ToolNode.of("act", ""))
                            .asking(ScriptedLlm.of("m", two, FINISH))
                            .keeping(kept))
                    .tape();

            assertThat(both.calls()).hasSize(3);
            assertThat(Reuse.of(both, NodeAgent.of("a", ToolNode.of("act", "")), kept, BRIEFING)
                            .differences())
                    .isEmpty();
        }

        @Test
        void showsWhatOtherNodesMakeOfTheSameCompletions() {
            Node silent = Flow.rule("act", scene -> List.of(new Step.Pass(StepMetadata.of(""))));
            Reuse reuse = Reuse.of(tape, NodeAgent.of("a", silent), calls, BRIEFING);

            assertThat(reuse.differences()).hasSize(2);
            Reuse.Difference first = reuse.differences().getFirst();
            assertThat(first.step()).isEqualTo(2);
            assertThat(first.node()).isEqualTo("act");
            assertThat(first.recorded()).extracting(Step::kind).contains("tool_call");
            assertThat(first.made()).extracting(Step::kind).containsExactly("pass");
            assertThat(reuse.tape().calls()).isEmpty();
        }

        @Test
        void namesTheNodeThatIsMissing() {
            assertThatThrownBy(() -> Reuse.of(tape, NodeAgent.of("a", say("x")), calls, BRIEFING))
                    .hasMessageContaining("no such node, only (x)");
        }
    }
}
