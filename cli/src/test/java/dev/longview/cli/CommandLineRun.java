package dev.longview.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** What a command printed and how it ended. */
record CommandLineRun(int exit, String out, String err) {
    /** In a workspace. */
    static CommandLineRun in(Path workspace, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = workspace;
        return of(all);
    }

    static CommandLineRun of(Object... arguments) {
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = String.valueOf(arguments[i]);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new CommandLineRun(exit, out.toString(), err.toString());
    }
}
