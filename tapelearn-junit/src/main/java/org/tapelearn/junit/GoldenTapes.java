package org.tapelearn.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method once for each recording ({@code *.json}) of a folder, with its {@link GoldenTape} as a parameter:
 *
 * <pre>{@code
 * @GoldenTapes("tapes")
 * void stillActsTheSame(GoldenTape tape) {
 *     tape.check(environment, agent);
 * }
 * }</pre>
 *
 * With {@code -Dtapelearn.golden=update} the files are written anew instead of compared.
 */
@Documented
@TestTemplate
@ExtendWith(GoldenTapesExtension.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface GoldenTapes {
    /** The folder: from the working directory, or else from {@code src/test/resources}. */
    String value();
}
