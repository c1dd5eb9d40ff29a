/**
 * A small world of rooms, containers, keys and recipes: an environment that has nothing in common with data analysis, to
 * show that what learns there is not tuned to it.
 */
@NullMarked
package org.tapelearn.textworld;

import org.jspecify.annotations.NullMarked;
