/** The data-science environment: tables, tools and tasks over DuckDB. */
@NullMarked
package org.tapelearn.env.data;

import org.jspecify.annotations.NullMarked;
