package org.tapelearn.textworld;

import static org.tapelearn.textworld.Condition.Kind.HOLDING;
import static org.tapelearn.textworld.Condition.Kind.MADE;
import static org.tapelearn.textworld.Condition.Kind.OPEN;
import static org.tapelearn.textworld.Condition.Kind.READ;
import static org.tapelearn.textworld.Condition.Kind.TAKEN;
import static org.tapelearn.textworld.Condition.Kind.UNLOCKED;
import static org.tapelearn.textworld.Condition.Kind.VISITED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tapelearn.tape.ToolCall;

/** What there is to do in a world: each method picks the names, and knows goal, milestones and shortest solution. */
final class Quests {
    private Quests() {}

    static Draft openContainer(WorldPlan plan, SplittableRandom random) {
        String container = pick(plan.containers(), random);
        String room = plan.room(container);
        return new Draft(
                Map.of("container", container, "room", room),
                Condition.of(OPEN, container),
                List.of(),
                List.of(Condition.of(VISITED, room)),
                List.of(go(room), open(container)));
    }

    static Draft fetch(WorldPlan plan, SplittableRandom random) {
        String room = pick(plan.leaves(), random);
        String item = looseItem(plan, room);
        return new Draft(
                Map.of("item", item, "room", room),
                Condition.of(HOLDING, item),
                List.of(),
                List.of(Condition.of(VISITED, room)),
                List.of(go(room), take(item)));
    }

    static Draft fetchFromContainer(WorldPlan plan, SplittableRandom random) {
        String container = pick(plan.containers(), random);
        String room = plan.room(container);
        String item = plan.at(container).getFirst();
        return new Draft(
                Map.of("item", item, "container", container, "room", room),
                Condition.of(HOLDING, item),
                List.of(),
                List.of(Condition.of(VISITED, room), Condition.of(OPEN, container)),
                List.of(go(room), open(container), take(item)));
    }

    static Draft store(WorldPlan plan, SplittableRandom random) {
        String item = pick(plan.at(plan.hub()).stream().filter(plan::isItem).toList(), random);
        String container = pick(plan.containers(), random);
        String room = plan.room(container);
        return new Draft(
                Map.of("item", item, "container", container, "room", room),
                Condition.at(item, container),
                List.of(),
                List.of(Condition.of(TAKEN, item), Condition.of(VISITED, room), Condition.of(OPEN, container)),
                List.of(take(item), go(room), open(container), put(item, container)));
    }

    static Draft unlockAndTake(WorldPlan plan, SplittableRandom random) {
        String chest = plan.locks().keySet().iterator().next();
        String key = plan.locks().get(chest);
        String room = plan.room(chest);
        String item = plan.at(chest).getFirst();
        return new Draft(
                Map.of("item", item, "chest", chest, "key", key, "room", room),
                Condition.of(HOLDING, item),
                List.of(),
                List.of(Condition.of(TAKEN, key), Condition.of(UNLOCKED, chest), Condition.of(OPEN, chest)),
                List.of(take(key), go(room), unlock(chest, key), open(chest), take(item)));
    }

    static Draft deliver(WorldPlan plan, SplittableRandom random) {
        List<String> rooms = WorldPlan.shuffled(plan.leaves(), random);
        String from = rooms.get(0);
        String to = rooms.get(1);
        String item = looseItem(plan, from);
        return new Draft(
                Map.of("item", item, "from", from, "to", to),
                Condition.at(item, to),
                List.of(),
                List.of(Condition.of(VISITED, from), Condition.of(TAKEN, item), Condition.of(VISITED, to)),
                List.of(go(from), take(item), go(plan.hub()), go(to), drop(item)));
    }

    static Draft cook(WorldPlan plan, SplittableRandom random) {
        String dish = pick(List.copyOf(plan.recipes().keySet()), random);
        String card = dish + " card";
        List<String> pair = new ArrayList<>(plan.recipes().get(dish));
        return new Draft(
                Map.of("dish", dish, "kitchen", plan.kitchen()),
                Condition.of(MADE, dish),
                List.of(Condition.of(READ, card)),
                List.of(
                        Condition.of(VISITED, plan.kitchen()),
                        Condition.of(TAKEN, pair.get(0)),
                        Condition.of(TAKEN, pair.get(1))),
                List.of(
                        go(plan.kitchen()),
                        ToolCall.of("read", "paper", card),
                        take(pair.get(0)),
                        take(pair.get(1)),
                        ToolCall.of("cook", "first", pair.get(0), "second", pair.get(1))));
    }

    static Draft keyHunt(WorldPlan plan, SplittableRandom random) {
        String chest = List.copyOf(plan.locks().keySet()).get(1);
        String key = plan.locks().get(chest);
        return new Draft(
                Map.of("chest", chest, "key", key, "note", plan.note()),
                Condition.of(OPEN, chest),
                List.of(Condition.of(READ, plan.note())),
                List.of(Condition.of(TAKEN, key), Condition.of(UNLOCKED, chest)),
                List.of(
                        ToolCall.of("read", "paper", plan.note()),
                        go(plan.room(key)),
                        take(key),
                        go(plan.hub()),
                        unlock(chest, key),
                        open(chest)));
    }

    static Draft vaultDelivery(WorldPlan plan, SplittableRandom random) {
        Draft inner = unlockAndTake(plan, random);
        String item = inner.words().get("item");
        String room = inner.words().get("room");
        String to =
                pick(plan.leaves().stream().filter(leaf -> !leaf.equals(room)).toList(), random);
        List<Condition> milestones = new ArrayList<>(inner.milestones());
        milestones.add(Condition.of(TAKEN, item));
        milestones.add(Condition.of(VISITED, to));
        List<ToolCall> solution = new ArrayList<>(inner.solution());
        solution.addAll(List.of(go(plan.hub()), go(to), drop(item)));
        return new Draft(
                Map.of(
                        "item",
                        item,
                        "chest",
                        inner.words().get("chest"),
                        "key",
                        inner.words().get("key"),
                        "from",
                        room,
                        "to",
                        to),
                Condition.at(item, to),
                List.of(),
                milestones,
                solution);
    }

    private static String looseItem(WorldPlan plan, String room) {
        return plan.at(room).stream().filter(plan::isItem).findFirst().orElseThrow();
    }

    private static String pick(List<String> names, SplittableRandom random) {
        return names.get(random.nextInt(names.size()));
    }

    private static ToolCall go(String exit) {
        return ToolCall.of("go", "exit", exit);
    }

    private static ToolCall open(String container) {
        return ToolCall.of("open", "container", container);
    }

    private static ToolCall unlock(String container, String key) {
        return ToolCall.of("unlock", "container", container, "key", key);
    }

    private static ToolCall take(String item) {
        return ToolCall.of("take", "item", item);
    }

    private static ToolCall drop(String item) {
        return ToolCall.of("drop", "item", item);
    }

    private static ToolCall put(String item, String container) {
        return ToolCall.of("put", "item", item, "container", container);
    }
}
