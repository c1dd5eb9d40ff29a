/**
 * The embedded trainable policy: a softmax over the admissible calls of a learned score, in plain Java. Nothing in it
 * knows any environment. Read {@link org.tapelearn.policy.EmbeddedPolicy} first.
 */
@NullMarked
package org.tapelearn.policy;

import org.jspecify.annotations.NullMarked;
