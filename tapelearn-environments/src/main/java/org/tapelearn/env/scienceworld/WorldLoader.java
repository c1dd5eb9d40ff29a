package org.tapelearn.env.scienceworld;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads one world's classes, the Scala library included, away from those of all other worlds: the simulator keeps its random
 * stream and its counters in static fields. Two classes are mended while they are loaded:
 *
 * <ul>
 *   <li>{@code EnvObject} compares by id, but has the hash code of its address, so that the order of its sets, and with it
 *       texts and names, differs from run to run: it gets the hash code of its id.
 *   <li>{@code UniqueTypeID} writes its table into the folder that the program was started in: it writes it elsewhere.
 * </ul>
 */
final class WorldLoader extends URLClassLoader {
    private static final String OBJECTS = "scienceworld.struct.EnvObject";
    private static final String TYPE_IDS = "util.UniqueTypeID$";
    private static final String TABLE = "object_type_ids.tsv";

    private final String table;

    static {
        registerAsParallelCapable();
    }

    /** @param scratch a folder that the world may write to */
    WorldLoader(Path jar, Path scratch) throws MalformedURLException {
        super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.table = scratch.resolve(TABLE).toString();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        boolean objects = name.equals(OBJECTS);
        if (!objects && !name.equals(TYPE_IDS)) {
            return super.findClass(name);
        }
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassReader reader = new ClassReader(in);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(objects ? new HashById(writer) : new TableElsewhere(writer, table), 0);
            byte[] mended = writer.toByteArray();
            return defineClass(name, mended, 0, mended.length);
        } catch (IOException broken) {
            throw new ClassNotFoundException(name, broken);
        }
    }

    /** Adds {@code public int hashCode() { return (int) uuid(); }}. */
    private static final class HashById extends ClassVisitor {
        HashById(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitEnd() {
            MethodVisitor method = super.visitMethod(Opcodes.ACC_PUBLIC, "hashCode", "()I", null, null);
            method.visitCode();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OBJECTS.replace('.', '/'), "uuid", "()J", false);
            method.visitInsn(Opcodes.L2I);
            method.visitInsn(Opcodes.IRETURN);
            method.visitMaxs(2, 1);
            method.visitEnd();
            super.visitEnd();
        }
    }

    /** Puts a whole path in the place of the table's bare file name. */
    private static final class TableElsewhere extends ClassVisitor {
        private final String table;

        TableElsewhere(ClassVisitor next, String table) {
            super(Opcodes.ASM9, next);
            this.table = table;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, method) {
                @Override
                public void visitLdcInsn(Object value) {
                    super.visitLdcInsn(TABLE.equals(value) ? table : value);
                }
            };
        }
    }
}
