package org.tapelearn.textworld;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A world as it is now. Its deeds assume that they can be done: {@link TextWorldEpisode} looks first. */
final class World {
    static final String HANDS = "hands";
    static final int MOST_CARRIED = 3;

    final WorldPlan plan;
    private final Map<String, String> places;
    private final Set<String> open = new HashSet<>();
    private final Set<String> unlocked = new HashSet<>();
    private final Set<String> visited = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private String room;
    private boolean finished;

    World(WorldPlan plan) {
        this.plan = plan;
        this.places = new LinkedHashMap<>(plan.places());
        this.room = plan.hub();
    }

    String room() {
        return room;
    }

    boolean finished() {
        return finished;
    }

    List<String> exits() {
        if (!room.equals(plan.hub())) {
            return List.of(plan.hub());
        }
        List<String> exits = new ArrayList<>(plan.leaves());
        exits.add(plan.kitchen());
        return exits;
    }

    List<String> carried() {
        return at(HANDS);
    }

    List<String> at(String place) {
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What lies loose in the room or in something open there, and can be carried. */
    List<String> takeable() {
        List<String> reachable = new ArrayList<>();
        for (String thing : at(room)) {
            if (!isBox(thing)) {
                reachable.add(thing);
            } else if (open.contains(thing)) {
                reachable.addAll(at(thing));
            }
        }
        return reachable;
    }

    /** Papers in the room or in hand. */
    List<String> readable() {
        List<String> readable = new ArrayList<>(takeable());
        readable.addAll(carried());
        readable.retainAll(plan.papers().keySet());
        return readable;
    }

    List<String> boxes(boolean opened) {
        return at(room).stream()
                .filter(thing -> isBox(thing) && open.contains(thing) == opened && !locked(thing))
                .toList();
    }

    List<String> lockedBoxes() {
        return at(room).stream().filter(this::locked).toList();
    }

    List<String> carriedKeys() {
        return carried().stream().filter(plan.locks()::containsValue).toList();
    }

    List<String> carriedIngredients() {
        return carried().stream().filter(plan.ingredients()::contains).sorted().toList();
    }

    boolean isBox(String thing) {
        return plan.containers().contains(thing) || plan.locks().containsKey(thing);
    }

    boolean locked(String thing) {
        return plan.locks().containsKey(thing) && !unlocked.contains(thing);
    }

    void go(String exit) {
        room = exit;
        visited.add(exit);
    }

    void open(String box) {
        open.add(box);
    }

    void take(String thing) {
        places.put(thing, HANDS);
        taken.add(thing);
    }

    void place(String thing, String where) {
        places.put(thing, where);
    }

    /** Tries a key; the wrong one changes nothing. */
    boolean unlock(String box, String key) {
        return key.equals(plan.locks().get(box)) && unlocked.add(box);
    }

    String read(String paper) {
        read.add(paper);
        return plan.papers().getOrDefault(paper, "");
    }

    /** Mixes two ingredients, which are gone; gives the dish, or slop where no recipe asks for them. */
    String cook(String first, String second) {
        Set<String> pair = new TreeSet<>(List.of(first, second));
        places.remove(first);
        places.remove(second);
        String made = plan.recipes().entrySet().stream()
                .filter(entry -> entry.getValue().equals(pair))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("slop");
        places.put(made, HANDS);
        return made;
    }

    void finish() {
        finished = true;
    }

    boolean holds(Condition condition) {
        String subject = condition.subject();
        return switch (condition.kind()) {
            case VISITED -> visited.contains(subject);
            case TAKEN -> taken.contains(subject);
            case HOLDING -> HANDS.equals(places.get(subject));
            case AT -> condition.place().equals(places.get(subject));
            case OPEN -> open.contains(subject);
            case UNLOCKED -> unlocked.contains(subject);
            case READ -> read.contains(subject);
            case MADE -> places.containsKey(subject);
        };
    }
}
