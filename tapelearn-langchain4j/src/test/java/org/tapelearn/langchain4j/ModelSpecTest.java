package org.tapelearn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tapelearn.error.PrerequisiteException;

class ModelSpecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai:gpt-4o-mini",
                "ollama:qwen3:4b?tools=json&stream=yes",
                "openai-compatible:http://localhost:8000/v1#org/model",
                "gemini:gemini-2.5-flash?stream=yes",
                "gguf:/models/what?.gguf"
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(ModelSpec.parse(text)).hasToString(text);
    }

    @Test
    void keepsColonsAndSlashesOfNames() {
        assertThat(ModelSpec.parse("ollama:qwen3:4b").name()).isEqualTo("qwen3:4b");
        ModelSpec own = ModelSpec.parse("openai-compatible:https://host/v1#a/b");
        assertThat(own.address()).isEqualTo("https://host/v1");
        assertThat(own.name()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opneai:x | Maybe you meant (openai)",
                "gpt-4 | PROVIDER:NAME",
                "openai: | needs a name, as in (openai:gpt-4o-mini)",
                "gguf: | needs a name, as in (gguf:models/small.gguf)",
                "openai-compatible:localhost#m | begins with http:// or https://",
                "openai-compatible:http://localhost/v1 | needs a name",
                "ollama:m?tool=json | Maybe you meant (tools)",
                "ollama:m?tools=xml | one of (native, json), but was (xml)"
            })
    void showsTheRightForm(String text, String hint) {
        assertThatThrownBy(() -> ModelSpec.parse(text))
                .isInstanceOf(PrerequisiteException.class)
                .hasMessageContaining(hint);
    }

    @Test
    void refusesAPasswordInAnAddressAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> ModelSpec.parse("openai-compatible:http://me:secret@host/v1#m"))
                .hasMessageContaining("no name or password")
                .hasMessageNotContaining("secret");
    }
}
