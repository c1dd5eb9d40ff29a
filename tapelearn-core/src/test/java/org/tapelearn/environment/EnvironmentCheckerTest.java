package org.tapelearn.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.EnvironmentChecker.Violation;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.task.Criterion;
import org.tapelearn.task.DelegatingFamily;
import org.tapelearn.task.Finding;
import org.tapelearn.task.Split;
import org.tapelearn.task.Task;
import org.tapelearn.task.TaskFamily;
import org.tapelearn.textworld.TextWorldEnvironment;
import org.tapelearn.tool.ToolSpec;

/** Breaks a sound environment in one way at a time: the checker must name each. */
class EnvironmentCheckerTest {
    private static final TextWorldEnvironment SOUND = new TextWorldEnvironment(true);

    @Test
    void findsNothingWrongWithASoundEnvironment() {
        assertThat(check((task, episode) -> episode)).isEmpty();
    }

    @Test
    void findsActionsThatAreRefused() {
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public List<ToolCall> actions() {
                        List<ToolCall> actions = new ArrayList<>(super.actions());
                        actions.add(ToolCall.of("read", "paper", "newspaper"));
                        return actions;
                    }
                }))
                .extracting(Violation::rule)
                .contains("a listed action can be executed");
    }

    @Test
    void findsCallsOfNoTool() {
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public List<ToolCall> actions() {
                        List<ToolCall> actions = new ArrayList<>(super.actions());
                        actions.add(ToolCall.of("look", "where", "up"));
                        return actions;
                    }
                }))
                .extracting(Violation::rule)
                .contains("an action is a call of a known tool");
    }

    @Test
    void findsAnOrderThatChanges() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public List<ToolCall> actions() {
                        List<ToolCall> actions = new ArrayList<>(super.actions());
                        if (calls.incrementAndGet() % 2 == 0) {
                            Collections.reverse(actions);
                        }
                        return actions;
                    }
                }))
                .extracting(Violation::rule)
                .contains("actions come in a fixed order and once each");
    }

    @Test
    void findsWordsOfTheTaskInTheEpisode() {
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public String opening() {
                        return super.opening() + "\nYou remember: " + task.description();
                    }
                }))
                .extracting(Violation::rule)
                .containsOnly("actions and observations do not depend on the task's words");
    }

    @Test
    void findsStateThatEpisodesShare() {
        AtomicInteger steps = new AtomicInteger();
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public Transition step(ToolCall call) {
                        Transition transition = super.step(call);
                        return new Transition(
                                transition.observation() + "\nSteps so far: " + steps.incrementAndGet(),
                                transition.error(),
                                transition.ended());
                    }
                }))
                .extracting(Violation::rule)
                .contains("an episode sees nothing of others", "equal task, seed and calls give equal episodes");
    }

    @Test
    void findsTasksThatAreDoneFromTheStart() {
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public Finding check(Criterion criterion) {
                        return new Finding(criterion.name(), true, "always");
                    }
                }))
                .extracting(Violation::rule)
                .containsOnly("the final criterion does not hold at the start");
    }

    @Test
    void findsImpossibleCallsThatPass() {
        assertThat(check((task, episode) -> new Wrapped(episode) {
                    @Override
                    public Transition step(ToolCall call) {
                        return call.tool().equals("no such tool") ? Transition.of("fine") : super.step(call);
                    }
                }))
                .extracting(Violation::rule)
                .containsOnly("an impossible call is answered by an error that says why");
    }

    @Test
    void findsDrawsThatDiffer() {
        AtomicInteger draws = new AtomicInteger();
        Environment moody = new Broken((task, episode) -> episode, family -> new DelegatingFamily(family) {
            @Override
            public Optional<Task> draw(Split split, String group, Wording wording, long number) {
                return super.draw(split, group, wording, draws.incrementAndGet());
            }
        });
        assertThat(new EnvironmentChecker(moody, 1, 9, 2, 3).violations())
                .extracting(Violation::rule)
                .contains("equal arguments draw equal tasks");
    }

    @Test
    void findsTasksOfAnotherSplit() {
        Environment lax = new Broken((task, episode) -> episode, family -> new DelegatingFamily(family) {
            @Override
            public Optional<Task> draw(Split split, String group, Wording wording, long number) {
                return super.draw(Split.TRAIN, "castle", wording, number);
            }
        });
        assertThat(new EnvironmentChecker(lax, 1, 9, 2, 3).violations())
                .extracting(Violation::rule)
                .contains("a drawn task names its family, split and group, and can be checked");
    }

    private interface Breaking {
        Episode wrap(Task task, Episode episode);
    }

    private static List<Violation> check(Breaking breaking) {
        return new EnvironmentChecker(new Broken(breaking, UnaryOperator.identity()), 1, 9, 8, 3).violations();
    }

    private record Broken(Breaking breaking, UnaryOperator<TaskFamily> altered) implements Environment {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String description() {
            return "A text world with one fault.";
        }

        @Override
        public List<ToolSpec> tools() {
            return SOUND.tools();
        }

        @Override
        public List<TaskFamily> families() {
            return SOUND.families().stream().map(altered).toList();
        }

        @Override
        public List<String> dataSources() {
            return SOUND.dataSources();
        }

        @Override
        public Episode open(Task task, long seed) {
            return breaking.wrap(task, SOUND.open(task, seed));
        }

        @Override
        public void close() {}
    }

    private static class Wrapped implements Episode {
        private final Episode episode;

        Wrapped(Episode episode) {
            this.episode = episode;
        }

        @Override
        public String opening() {
            return episode.opening();
        }

        @Override
        public List<ToolCall> actions() {
            return episode.actions();
        }

        @Override
        public Transition step(ToolCall call) {
            return episode.step(call);
        }

        @Override
        public Finding check(Criterion criterion) {
            return episode.check(criterion);
        }

        @Override
        public void close() {
            episode.close();
        }
    }
}
