/** The configuration: defaults, a YAML file, overrides. Read {@link org.tapelearn.cli.config.ConfigLoader} first. */
@NullMarked
package org.tapelearn.cli.config;

import org.jspecify.annotations.NullMarked;
