package org.tapelearn.tape;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call's arguments in their order, which never change: a sixth of the room of a linked map, and as fast for the few that there are. */
final class FewArguments extends AbstractMap<String, String> {
    /** Name, value, name, value ... */
    private final String[] pairs;

    private FewArguments(String[] pairs) {
        this.pairs = pairs;
    }

    /** Takes over alternating names and values; no name twice. */
    static Map<String, String> of(String[] pairs) {
        return new FewArguments(pairs);
    }

    static Map<String, String> copyOf(Map<String, String> arguments) {
        if (arguments instanceof FewArguments) {
            return arguments;
        }
        String[] pairs = new String[2 * arguments.size()];
        int next = 0;
        for (Map.Entry<String, String> entry : arguments.entrySet()) {
            pairs[next++] = entry.getKey();
            pairs[next++] = entry.getValue();
        }
        return new FewArguments(pairs);
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    private int index(@Nullable Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return index(name) >= 0;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int index = index(name);
        return index < 0 ? null : pairs[index + 1];
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return pairs.length / 2;
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new InOrder();
            }
        };
    }

    private final class InOrder implements Iterator<Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < pairs.length;
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("There are only %d arguments.".formatted(size()));
            }
            next += 2;
            return Map.entry(pairs[next - 2], pairs[next - 1]);
        }
    }
}
