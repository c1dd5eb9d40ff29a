package org.tapelearn.cli;

import java.util.ArrayList;
import java.util.List;
import org.tapelearn.tape.Step;

/** Aligns the steps of two tapes by a longest common subsequence of what they are and say; ids and models do not count. */
final class TapeAlignment {
    /** Cells of the table; beyond it what lies between equal ends is not aligned. */
    private static final long CELLS = 16_000_000;

    private TapeAlignment() {}

    /** Two equal steps, or one that only one side has; the index of the other side is -1. */
    record Pair(int left, int right) {
        boolean same() {
            return left >= 0 && right >= 0;
        }
    }

    private record Said(String kind, String agent, String content) {}

    static List<Pair> of(List<Step> left, List<Step> right) {
        List<Said> one = said(left);
        List<Said> other = said(right);
        int begin = 0;
        while (begin < Math.min(one.size(), other.size()) && one.get(begin).equals(other.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < Math.min(one.size(), other.size()) - begin
                && one.get(one.size() - 1 - end).equals(other.get(other.size() - 1 - end))) {
            end++;
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < begin; i++) {
            pairs.add(new Pair(i, i));
        }
        middle(one.subList(begin, one.size() - end), other.subList(begin, other.size() - end), begin, pairs);
        for (int i = end; i > 0; i--) {
            pairs.add(new Pair(one.size() - i, other.size() - i));
        }
        return pairs;
    }

    private static List<Said> said(List<Step> steps) {
        return steps.stream()
                .map(step -> new Said(step.kind(), step.metadata().agent(), StepText.content(step)))
                .toList();
    }

    private static void middle(List<Said> one, List<Said> other, int begin, List<Pair> pairs) {
        int i = 0;
        int j = 0;
        if ((long) one.size() * other.size() <= CELLS) {
            int[][] common = common(one, other);
            while (i < one.size() && j < other.size()) {
                if (one.get(i).equals(other.get(j))) {
                    pairs.add(new Pair(begin + i++, begin + j++));
                } else if (common[i + 1][j] >= common[i][j + 1]) {
                    pairs.add(new Pair(begin + i++, -1));
                } else {
                    pairs.add(new Pair(-1, begin + j++));
                }
            }
        }
        while (i < one.size()) {
            pairs.add(new Pair(begin + i++, -1));
        }
        while (j < other.size()) {
            pairs.add(new Pair(-1, begin + j++));
        }
    }

    /** How many steps the rests from each pair of places on have in common. */
    private static int[][] common(List<Said> one, List<Said> other) {
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = one.get(i).equals(other.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
