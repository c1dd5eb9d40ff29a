package org.tapelearn.env.scienceworld;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an agent can act on, and how. The Python interface lists more: what is in closed cupboards too, which no action reaches.
 * It also makes all names of all things of the world each time, to name the rooms that one can be teleported to; what the rooms
 * are called is enough.
 */
final class Sight {
    private final Calls calls;
    private final Class<?> object;
    private final Object definitions;
    private final Object maps;

    Sight(ClassLoader loader, Calls calls) throws ReflectiveOperationException {
        this.calls = calls;
        object = loader.loadClass("scienceworld.struct.EnvObject");
        definitions = module(loader, "scienceworld.input.ActionDefinitions$");
        maps = module(loader, "scala.collection.immutable.Map$");
    }

    private static Object module(ClassLoader loader, String type) throws ReflectiveOperationException {
        return loader.loadClass(type).getField("MODULE$").get(null);
    }

    /** Tells whether the world waits to be told which of several actions was meant, and takes nothing else. */
    boolean isPuzzled(Object world) throws ReflectiveOperationException {
        return (boolean) calls.call(parser(world), "isInAmbiguousState");
    }

    /** The valid actions, in the order of their words. */
    List<String> valid(Object world) throws ReflectiveOperationException {
        Object[] seen = seen(world);
        List<String> names = Names.choose(things(world, seen));
        Object namesOfSeen = calls.call(maps, "empty");
        for (int i = 0; i < seen.length; i++) {
            namesOfSeen = calls.call(namesOfSeen, "updated", number(seen[i]), names.get(i));
        }
        Object[] all = all(world);
        Object namesOfAll = calls.call(maps, "empty");
        for (Object one : all) {
            namesOfAll = calls.call(namesOfAll, "updated", number(one), base(one));
        }
        Object[] actions = (Object[]) calls.call(
                definitions, "mkPossibleActions", calls.call(world, "agent"), seen, all, namesOfSeen, namesOfAll);
        List<String> said = new ArrayList<>(actions.length);
        for (Object action : actions) {
            said.add(calls.text(action, "mkHumanReadableStr"));
        }
        Collections.sort(said);
        return said;
    }

    /** All names of the things in sight, each with the one that is listed; of several things that share a name, one. */
    Map<String, String> names(Object world) throws ReflectiveOperationException {
        List<Names.Thing> things = things(world, seen(world));
        List<String> chosen = Names.choose(things);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < chosen.size(); i++) {
            String name = chosen.get(i);
            things.get(i).all().forEach(other -> names.merge(other, name, Sight::first));
        }
        return names;
    }

    private static String first(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** What is in reach, and what is carried. */
    private Object[] seen(Object world) throws ReflectiveOperationException {
        Set<Object> seen = new HashSet<>();
        calls.each(calls.call(parser(world), "collectAccessibleObjects", room(world), false), seen::add);
        calls.each(calls.call(parser(world), "collectAccessibleObjects", calls.call(world, "agent"), false), seen::add);
        return numbered(seen);
    }

    private Object[] all(Object world) throws ReflectiveOperationException {
        Set<Object> all = new HashSet<>();
        calls.each(calls.call(parser(world), "collectObjects", calls.call(world, "universe"), true), all::add);
        return numbered(all);
    }

    private Object parser(Object world) throws ReflectiveOperationException {
        return calls.call(world, "inputParser");
    }

    private Object room(Object world) throws ReflectiveOperationException {
        return calls.call(calls.call(world, "getAgentVisibleObjects", false), "_2");
    }

    private long number(Object one) throws ReflectiveOperationException {
        return (long) calls.call(one, "uuid");
    }

    private String base(Object one) throws ReflectiveOperationException {
        return calls.text(one, "name").toLowerCase(Locale.ROOT);
    }

    /** Objects in the order of their numbers. */
    private Object[] numbered(Set<Object> objects) throws ReflectiveOperationException {
        List<Numbered> numbered = new ArrayList<>();
        for (Object one : objects) {
            numbered.add(new Numbered(number(one), one));
        }
        numbered.sort(Comparator.comparingLong(Numbered::number));
        Object[] sorted = (Object[]) Array.newInstance(object, numbered.size());
        Arrays.setAll(sorted, i -> numbered.get(i).object());
        return sorted;
    }

    private record Numbered(long number, Object object) {}

    private List<Names.Thing> things(Object world, Object[] objects) throws ReflectiveOperationException {
        Object room = room(world);
        List<Names.Thing> things = new ArrayList<>();
        for (Object one : objects) {
            Set<String> own = new HashSet<>();
            calls.each(
                    calls.call(one, "getReferents"),
                    name -> own.add(String.valueOf(name).toLowerCase(Locale.ROOT)));
            String[] all = (String[]) calls.call(parser(world), "getObjectReferents", one, room);
            things.add(new Names.Thing(base(one), own, Set.copyOf(Arrays.asList(all))));
        }
        return things;
    }
}
