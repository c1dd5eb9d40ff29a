package org.tapelearn.env.scienceworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tapelearn.tape.ToolCall;
import org.tapelearn.tool.Parameter;
import org.tapelearn.tool.ToolSpec;
import org.tapelearn.tool.ToolSpec.Effect;

/**
 * A template of actions, offered as one tool: its words, with up to two objects.
 *
 * @param phrase the words before the first object
 * @param link the word between the objects; empty where there is one object at most
 * @param objects what the objects are called, two at most
 * @param about one sentence
 */
record Verb(String phrase, String link, List<String> objects, String about, Effect effect) {
    static final String CHOOSE = "choose";
    private static final String NUMBER = "number";
    private static final String INTO = "into";
    /** What the simulator understands for it too, and its authors say. */
    private static final String IN = " in ";

    /** All of them; where one phrase begins another, the longer one comes first. */
    static final List<Verb> ALL = List.of(
            one("activate", "thing", "Turn a device on.", Effect.WRITES),
            one("close", "thing", "Close a door or a container.", Effect.WRITES),
            two("connect", "to", "part", "other", "Connect two parts of a circuit."),
            one("deactivate", "thing", "Turn a device off.", Effect.WRITES),
            one("disconnect", "part", "Undo the connections of a part.", Effect.WRITES),
            two("dunk", INTO, "thing", "liquid", "Dunk a container into a liquid."),
            one("eat", "thing", "Eat something.", Effect.WRITES),
            one("flush", "thing", "Flush a toilet.", Effect.WRITES),
            one(
                    "focus on",
                    "thing",
                    "Say that this is what the task asks for; the wrong thing ends the attempt.",
                    Effect.WRITES),
            one("go to", "place", "Go through an open door.", Effect.WRITES),
            none("inventory", "See what you carry."),
            none("look around", "See the room you are in."),
            one("look at", "thing", "See a thing closely.", Effect.READS),
            one("look in", "thing", "See what a container holds.", Effect.READS),
            one("mix", "thing", "Mix what a container holds.", Effect.WRITES),
            two("move", "to", "thing", "target", "Move a thing into a container or room."),
            one("open", "thing", "Open a door or a container.", Effect.WRITES),
            one("pick up", "thing", "Take a thing along.", Effect.WRITES),
            two("pour", INTO, "thing", "target", "Pour a liquid into a container."),
            one("put down", "thing", "Lay down what you carry.", Effect.WRITES),
            one("read", "thing", "Read a book or a note.", Effect.READS),
            one("teleport to", "place", "Be somewhere else at once.", Effect.WRITES),
            two("use", "on", "tool", "thing", "Use a tool, such as a thermometer, on a thing."),
            new Verb("wait1", "", List.of(), "Let one step of time pass.", Effect.WRITES),
            new Verb("wait", "", List.of(), "Let ten steps of time pass.", Effect.WRITES));

    private static final Set<String> INFORMING =
            Set.of("focus_on", "look_around", "look_at", "look_in", "inventory", "read", "use");

    /** How the world is told which of several readings of an action was meant. */
    private static final ToolSpec CHOICE = new ToolSpec(
            CHOOSE,
            "Say which of the actions just listed was meant.",
            List.of(Parameter.text(NUMBER, "The number before it.")),
            Effect.WRITES);

    /** Tells whether a call is made for what it shows, or says what the task asks for. */
    static boolean informs(ToolCall call) {
        return INFORMING.contains(call.tool());
    }

    private static Verb none(String phrase, String about) {
        return new Verb(phrase, "", List.of(), about, Effect.READS);
    }

    private static Verb one(String phrase, String object, String about, Effect effect) {
        return new Verb(phrase, "", List.of(object), about, effect);
    }

    private static Verb two(String phrase, String link, String first, String second, String about) {
        return new Verb(phrase, link, List.of(first, second), about, Effect.WRITES);
    }

    static List<ToolSpec> tools() {
        List<ToolSpec> tools = new ArrayList<>(ALL.stream().map(Verb::tool).toList());
        tools.add(CHOICE);
        return tools;
    }

    private ToolSpec tool() {
        List<Parameter> parameters = objects.stream()
                .map(object -> Parameter.text(object, "The name of the %s.".formatted(object)))
                .toList();
        return new ToolSpec(name(), about, parameters, effect);
    }

    private String name() {
        return phrase.replace(' ', '_');
    }

    /**
     * Reads an action of the world as a call; empty where it is none of the templates'.
     *
     * @param names what objects are called now: they tell where one name ends and the next begins
     */
    static Optional<ToolCall> call(String action, Set<String> names) {
        if (action.chars().allMatch(Character::isDigit)) {
            return Optional.of(ToolCall.of(CHOOSE, NUMBER, action));
        }
        return ALL.stream().filter(verb -> verb.begins(action)).findFirst().flatMap(verb -> verb.read(action, names));
    }

    private boolean begins(String action) {
        return objects.isEmpty() ? action.equals(phrase) : action.startsWith(phrase + " ");
    }

    private Optional<ToolCall> read(String action, Set<String> names) {
        if (objects.isEmpty()) {
            return Optional.of(ToolCall.of(name()));
        }
        String rest = action.substring(phrase.length() + 1);
        if (objects.size() == 1) {
            return Optional.of(ToolCall.of(name(), objects.getFirst(), rest));
        }
        return read(rest, " " + link + " ", names)
                .or(() -> link.equals(INTO) ? read(rest, IN, names) : Optional.empty());
    }

    private Optional<ToolCall> read(String rest, String between, Set<String> names) {
        int first = rest.indexOf(between);
        for (int at = first; at >= 0; at = rest.indexOf(between, at + 1)) {
            if (names.contains(rest.substring(0, at)) && names.contains(rest.substring(at + between.length()))) {
                return Optional.of(pair(rest, at, between));
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(pair(rest, first, between));
    }

    private ToolCall pair(String rest, int at, String between) {
        return ToolCall.of(
                name(), objects.get(0), rest.substring(0, at), objects.get(1), rest.substring(at + between.length()));
    }

    /** Names the objects of the actions that have one object. */
    static Optional<String> object(String action) {
        return ALL.stream()
                .filter(verb -> verb.begins(action))
                .findFirst()
                .filter(verb -> verb.objects.size() == 1)
                .map(verb -> action.substring(verb.phrase.length() + 1));
    }

    /** Says a call in the world's words; empty where no tool of this name and these arguments is there. */
    static Optional<String> action(ToolCall call) {
        if (call.tool().equals(CHOOSE)) {
            return call.arguments().keySet().equals(Set.of(NUMBER))
                    ? Optional.of(call.argument(NUMBER))
                    : Optional.empty();
        }
        return ALL.stream()
                .filter(verb -> verb.name().equals(call.tool())
                        && call.arguments().keySet().equals(Set.copyOf(verb.objects)))
                .findFirst()
                .map(verb -> verb.say(call));
    }

    private String say(ToolCall call) {
        if (objects.isEmpty()) {
            return phrase;
        }
        String first = phrase + " " + call.argument(objects.getFirst());
        return objects.size() == 1 ? first : "%s %s %s".formatted(first, link, call.argument(objects.getLast()));
    }
}
