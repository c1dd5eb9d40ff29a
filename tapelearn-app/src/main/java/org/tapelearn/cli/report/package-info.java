/** The report of a session, as text, JSON, HTML and PNG. Read {@link org.tapelearn.cli.report.TextReport} first. */
@NullMarked
package org.tapelearn.cli.report;

import org.jspecify.annotations.NullMarked;
