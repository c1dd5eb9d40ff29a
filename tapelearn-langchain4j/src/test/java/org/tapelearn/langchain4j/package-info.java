/** A chat server of scripts, and the tests that ask it. Read {@link org.tapelearn.langchain4j.ScriptedChatServer} first. */
package org.tapelearn.langchain4j;
