package org.tapelearn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.tapelearn.learn.SessionSamples;
import org.tapelearn.tape.Step;
import org.tapelearn.tape.StepMetadata;
import org.tapelearn.tape.Tape;
import org.tapelearn.tape.TapeJson;
import org.tapelearn.tape.TapeMetadata;

class TapeBlobTest {
    private static Tape tape(int number) {
        return SessionSamples.judged(SessionSamples.task(1), 1, number, new Random(number))
                .rollout()
                .tape();
    }

    private static Tape saying(String content) {
        return new Tape(new TapeMetadata("t", null, "", 0), List.of())
                .append(new Step.User(StepMetadata.of("0"), content));
    }

    @Test
    void givesBackEveryTapeInOrder() throws DataFormatException {
        List<Tape> tapes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tapes.add(tape(i));
        }
        List<TapeBlob> blobs = TapeBlob.packAll(tapes);

        assertThat(blobs).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(blobs.get(i).unpack()).isEqualTo(tapes.get(i));
        }
        assertThat(TapeBlob.packAll(List.of())).isEmpty();
    }

    @Test
    void keepsLoneSurrogatesAndLongNoise() throws DataFormatException {
        Random random = new Random(1);
        StringBuilder noise = new StringBuilder("\uD83D lone, \uDC27 lone, \uD83D\uDC27 whole, end \uD83D");
        for (int i = 0; i < 20_000; i++) {
            noise.append((char) random.nextInt(0x10000));
        }
        Tape odd = saying(noise.toString());

        assertThat(TapeBlob.packAll(List.of(odd)).getFirst().unpack()).isEqualTo(odd);
    }

    @Test
    void isAThirdOfItsTextAndLess() {
        List<TapeBlob> blobs = TapeBlob.packAll(List.of(tape(3), tape(4), tape(6)));

        assertThat(blobs).allSatisfy(blob -> assertThat(blob.bytes().length).isLessThan(blob.size() / 3));
    }

    @Test
    void noticesEveryFlippedBit() {
        TapeBlob blob = TapeBlob.packAll(List.of(tape(5))).getFirst();
        String text = TapeJson.write(tape(5));
        for (int bit = 0; bit < 8 * blob.bytes().length; bit++) {
            byte[] damaged = blob.bytes().clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            TapeBlob flipped = new TapeBlob(blob.dictionary(), blob.size(), damaged);
            try {
                assertThat(flipped.text()).as("bit %d", bit).isEqualTo(text);
            } catch (DataFormatException noticed) {
                assertThat(noticed).isNotNull();
            }
        }
        assertThatThrownBy(() -> new TapeBlob(2, blob.size(), blob.bytes()).text())
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> new TapeBlob(1, blob.size() - 1, blob.bytes()).text())
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> new TapeBlob(1, blob.size(), new byte[0]).text())
                .isInstanceOf(DataFormatException.class);
    }

    /** A store written last year must open next year: this blob was written by the first version of the dictionary. */
    @Test
    void readsABlobOfTheFirstDictionary() throws DataFormatException {
        byte[] bytes = HexFormat.of()
                .parseHex("783f6891312ec3623d28cc70672ba0e490cf4ee11999c9190ac505a9c999"
                        + "a9c50a99c50a19a989654066893d2848007d955b0f");

        assertThat(new TapeBlob(1, 275, bytes).unpack()).isEqualTo(saying("Which species is heaviest?"));
    }
}
