/** How fast the parts are, each beside a baseline measured in the same run. */
@NullMarked
package org.tapelearn.bench;

import org.jspecify.annotations.NullMarked;
