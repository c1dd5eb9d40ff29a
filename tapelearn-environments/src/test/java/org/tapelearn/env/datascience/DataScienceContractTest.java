package org.tapelearn.env.datascience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tapelearn.environment.EnvironmentChecker;
import org.tapelearn.environment.EnvironmentChecker.Violation;

class DataScienceContractTest {
    /** Tools that may find, when they look at the values, that there is nothing to compute: too few rows, or a zero. */
    private static final Set<String> DEPENDENT_ON_VALUES =
            Set.of("fit_model", "calculate", "correlation", "statistic", "plot");

    @Test
    void keepsTheContractOfEnvironments() {
        try (DataScienceEnvironment environment = DataScienceEnvironment.bundled()) {
            List<Violation> violations = new EnvironmentChecker(environment, 2, 4, 8, 1).violations();
            assertThat(violations)
                    .filteredOn(violation -> !dependsOnValues(violation))
                    .isEmpty();
        }
    }

    private static boolean dependsOnValues(Violation violation) {
        return violation.rule().equals("a listed action can be executed")
                && DEPENDENT_ON_VALUES.contains(violation.found().replaceFirst("\\(.*", ""));
    }
}
