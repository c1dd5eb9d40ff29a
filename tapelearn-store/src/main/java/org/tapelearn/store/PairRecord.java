package org.tapelearn.store;

/**
 * A contrastive pair, as the store has it.
 *
 * @param better the id of the better attempt
 * @param worse the id of the worse attempt, at the same task
 * @param divergence the index of the first turn in which they differ
 * @param weight in (0, 1]
 */
public record PairRecord(String better, String worse, int divergence, double weight) {}
