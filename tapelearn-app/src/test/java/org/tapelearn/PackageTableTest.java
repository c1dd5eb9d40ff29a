package org.tapelearn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackageTableTest {

    private final PackageTable table = PackageTable.ofTheHouse();

    @Test
    void letsUpperPackagesUseLowerOnesOnly() {
        assertThat(table.mayImport("run", "agent")).isTrue();
        assertThat(table.mayImport("agent", "run")).isFalse();
        assertThat(table.mayImport("learn", "learn.warm")).isTrue();
        assertThat(table.mayImport("learn.warm", "learn")).isFalse();
        assertThat(table.mayImport("store", "learn")).isTrue();
        assertThat(table.mayImport("learn", "store")).isFalse();
    }

    @Test
    void keepsThePhasesOfLearningApart() {
        assertThat(table.mayImport("learn.generate", "learn.seed")).isFalse();
        assertThat(table.mayImport("learn.contrast", "learn.warm")).isFalse();
        assertThat(table.mayImport("learn.warm", "learn.contrast")).isTrue();
    }

    @Test
    void keepsEnvironmentsStrangersToEachOtherAndToLearning() {
        assertThat(table.mayImport("env.data", "environment")).isTrue();
        assertThat(table.mayImport("env.data.table", "env.data")).isTrue();
        assertThat(table.mayImport("env.data.table", "env.data.model")).isTrue();
        assertThat(table.mayImport("env.data", "env.database")).isFalse();
        assertThat(table.mayImport("env.data.table", "env.web")).isFalse();
        assertThat(table.mayImport("env.data", "agent")).isFalse();
        assertThat(table.mayImport("env.data", "learn")).isFalse();
    }

    @Test
    void letsNobodyImportTheOutermostPackages() {
        assertThat(table.mayImport("cli", "studio")).isTrue();
        assertThat(table.mayImport("studio", "cli")).isFalse();
        assertThat(table.mayImport("bench", "cli")).isFalse();
        assertThat(table.mayImport("store", "cli")).isFalse();
    }

    @Test
    void knowsEachPackageByItsOwnRow() {
        assertThat(table.knows("env.web")).isTrue();
        assertThat(table.knows("env")).isFalse();
        assertThat(table.knows("environments")).isFalse();
        assertThat(table.knows("tape.helper")).isFalse();
    }
}
