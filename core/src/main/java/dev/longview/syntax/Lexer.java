package dev.longview.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text to tokens. What people write out of habit from other languages ({@code and}, {@code =}) is told and read as what was meant, so
 * that one compilation finds the other problems too.
 */
public final class Lexer {
    /** What a token is. */
    public enum Kind {
        NUMBER,
        NAME,
        TEXT,
        SYMBOL,
        /** A text without its closing quote: what comes after cannot be told from it. */
        UNCLOSED,
        END
    }

    /** A piece of the text. */
    public record Token(Kind kind, String text, Span at) {
        /** Whether it is this operator or punctuation mark. */
        public boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    private static final List<String> SYMBOLS =
            List.of("&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "(", ")", ",", "+", "-", "*", "/");
    private static final List<String> BRACKETS = List.of("[", "]");
    /** The longest first. */
    private static final List<String> FOREIGN_SYMBOLS = List.of("===", "!==", "<>", "=<", "=>", "=", "&", "|");

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("===", "=="),
            Map.entry("!==", "!="),
            Map.entry("<>", "!="),
            Map.entry("=<", "<="),
            Map.entry("=>", ">="),
            Map.entry("=", "=="),
            Map.entry("&", "&&"),
            Map.entry("|", "||"),
            Map.entry("and", "&&"),
            Map.entry("or", "||"),
            Map.entry("not", "!"));

    private static final Pattern NOT_IN = Pattern.compile("\\s+in\\b");

    private final String source;
    private final Language language;
    private final List<Problem> problems;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private Lexer(String source, Language language, List<Problem> problems) {
        this.source = source;
        this.language = language;
        this.problems = problems;
    }

    /** The tokens, the last of which is the end. */
    public static List<Token> tokens(String source, Language language, List<Problem> problems) {
        return new Lexer(source, language, problems).all();
    }

    private List<Token> all() {
        while (next < source.length()) {
            char c = source.charAt(next);
            if (Character.isWhitespace(c)) {
                next++;
            } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
                number();
            } else if (isLetter(c)) {
                name();
            } else if (c == '\'' || c == '"') {
                text(c);
            } else {
                symbol();
            }
        }
        tokens.add(new Token(Kind.END, "", new Span(next, next)));
        return tokens;
    }

    private void number() {
        int start = next;
        digits();
        if (peek(0) == '.') {
            next++;
            digits();
        }
        if ((peek(0) == 'e' || peek(0) == 'E')
                && (isDigit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && isDigit(peek(2))))) {
            next += 2;
            digits();
        }
        Span at = new Span(start, next);
        if (isLetter(peek(0))) {
            while (isLetter(peek(0)) || isDigit(peek(0))) {
                next++;
            }
            at = new Span(start, next);
            String text = source.substring(start, next);
            tell(at, "'" + text + "' is not a number", "numbers have no units: " + language.units());
            tokens.add(new Token(Kind.NUMBER, "1", at));
            return;
        }
        tokens.add(new Token(Kind.NUMBER, source.substring(start, next), at));
    }

    private void digits() {
        while (isDigit(peek(0))) {
            next++;
        }
    }

    private void name() {
        int start = next;
        while (isLetter(peek(0)) || isDigit(peek(0))) {
            next++;
        }
        dotted();
        String name = source.substring(start, next);
        Span at = new Span(start, next);
        String meant = MEANT.get(name);
        if (language.membership()
                && name.equals("not")
                && NOT_IN.matcher(source.substring(next, Math.min(source.length(), next + 20)))
                        .lookingAt()) {
            tell(at, "'not in' is not an operator", "write !(… in …)");
        } else if (meant != null && !(name.equals("or") && language.lists() && calls())) {
            tell(at, "'" + name + "' is not an operator here", "write " + meant);
            tokens.add(new Token(Kind.SYMBOL, meant, at));
        } else if (language.membership() && name.equals(Operator.IN.symbol)) {
            tokens.add(new Token(Kind.SYMBOL, name, at));
        } else {
            tokens.add(new Token(Kind.NAME, name, at));
        }
    }

    /** The parts of a name after its first dot, which may hold what names of features may: {@code item.top-genre.2x}. */
    private void dotted() {
        while (peek(0) == '.' && (isLetter(peek(1)) || isDigit(peek(1)))) {
            next++;
            while (isLetter(peek(0))
                    || isDigit(peek(0))
                    || (peek(0) == '-' && (isLetter(peek(1)) || isDigit(peek(1))))) {
                next++;
            }
        }
    }

    private void text(char quote) {
        int start = next++;
        StringBuilder value = new StringBuilder();
        while (next < source.length() && source.charAt(next) != quote && source.charAt(next) != '\n') {
            if (source.charAt(next) == '\\' && next + 1 < source.length()) {
                next++;
            }
            value.append(source.charAt(next++));
        }
        boolean closed = peek(0) == quote;
        if (closed) {
            next++;
        } else {
            tell(new Span(start, next), "a quoted text is not closed", "close it with " + quote);
        }
        tokens.add(new Token(closed ? Kind.TEXT : Kind.UNCLOSED, value.toString(), new Span(start, next)));
    }

    private void symbol() {
        for (String foreign : FOREIGN_SYMBOLS) {
            String meant = MEANT.getOrDefault(foreign, foreign);
            if (source.startsWith(foreign, next) && SYMBOLS.stream().noneMatch(s -> longer(s, foreign))) {
                Span at = new Span(next, next + foreign.length());
                tell(at, "'" + foreign + "' is not an operator here", "write " + meant);
                tokens.add(new Token(Kind.SYMBOL, meant, at));
                next = at.end();
                return;
            }
        }
        if (take(SYMBOLS) || (language.lists() && take(BRACKETS))) {
            return;
        }
        int point = source.codePointAt(next);
        Span at = new Span(next, next + Character.charCount(point));
        tell(at, "unexpected character " + shown(point), adviceOn(point));
        next = at.end();
        if (point == '%' || point == '^') {
            tokens.add(new Token(Kind.SYMBOL, "*", at));
        }
    }

    /** Whether a function's arguments follow, where no operator can stand: {@code or(x, 1)}. */
    private boolean calls() {
        return peek(0) == '('
                && (tokens.isEmpty()
                        || (tokens.getLast().kind() == Kind.SYMBOL
                                && !tokens.getLast().is(")")
                                && !tokens.getLast().is("]")));
    }

    private boolean take(List<String> symbols) {
        for (String symbol : symbols) {
            if (source.startsWith(symbol, next)) {
                tokens.add(new Token(Kind.SYMBOL, symbol, new Span(next, next + symbol.length())));
                next += symbol.length();
                return true;
            }
        }
        return false;
    }

    private boolean longer(String symbol, String foreign) {
        return symbol.length() > foreign.length() && source.startsWith(symbol, next);
    }

    private static String shown(int point) {
        return Character.isISOControl(point)
                        || !Character.isDefined(point)
                        || Character.getType(point) == Character.SURROGATE
                ? "U+%04X".formatted(point)
                : "'" + Character.toString(point) + "'";
    }

    private String adviceOn(int point) {
        return switch (point) {
            case '^' -> "write pow(x, y) for a power";
            case '%' -> "there is no remainder; of 100, write / 100";
            case '‘', '’', '“', '”', '`' -> "quote with ' or \"";
            case '−', '–' -> "write - for minus";
            case ';', '{', '}' -> language.whole() + " is one expression, with no blocks: cond ? this : that";
            case '[', ']' -> "there are no lists: compare with each value, joined by ||";
            default -> "remove it";
        };
    }

    private void tell(Span at, String message, String advice) {
        problems.add(Problem.at(source, at, message, advice));
    }

    private char peek(int ahead) {
        return next + ahead < source.length() ? source.charAt(next + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
