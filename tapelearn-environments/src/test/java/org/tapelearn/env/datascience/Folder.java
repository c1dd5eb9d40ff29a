package org.tapelearn.env.datascience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tables written for one test. */
final class Folder {
    private Folder() {}

    /** The only table of a folder with one CSV file. */
    static Tables csv(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name + ".csv"), text);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return Tables.of(folder);
    }

    static Relation only(Tables tables) {
        return tables.relation(tables.all().getFirst());
    }
}
