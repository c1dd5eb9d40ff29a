/** The outer loop: explore, contrast, warm, generate, gate. Read {@code EnvironmentLearner} first. */
@NullMarked
package org.tapelearn.learn;

import org.jspecify.annotations.NullMarked;
