package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import dev.longview.syntax.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Text by text, the parts first: finds all that is wrong with each, and puts together what is right. */
final class Compiler {
    /** The most operations of a reward with its parts written out. */
    private static final long LARGEST = 40_000;

    private final Vocabulary vocabulary;
    private final RewardDefinition definition;
    /** Of all parts before the text at hand; of those that are wrong unknown. */
    private final Map<String, Type> types = new HashMap<>();
    /** Of parts without a problem, with earlier ones written out. */
    private final Map<String, Expression> trees = new HashMap<>();
    /** As they are written. */
    private final Map<String, Expression> written = new HashMap<>();

    private final Map<String, Set<String>> uses = new LinkedHashMap<>();

    Compiler(RewardDefinition definition, Vocabulary vocabulary) {
        this.definition = definition;
        this.vocabulary = vocabulary;
        definition.parts().forEach((name, text) -> uses.put(name, namesIn(text)));
    }

    Compilation compile() {
        SequencedMap<String, List<Problem>> ofParts = new LinkedHashMap<>();
        Set<String> used = reachable();
        definition.parts().forEach((name, source) -> {
            List<Problem> problems = new ArrayList<>();
            Span all = new Span(0, source.length());
            clash(name).ifPresent(why -> problems.add(Problem.at(source, all, why, "give the part another name")));
            if (!used.contains(name)) {
                problems.add(
                        Problem.at(source, all, "part '" + name + "' is not used", "use it in 'is', or remove it"));
            }
            Optional<Expression> tree = text(name, source, problems);
            types.putIfAbsent(name, Type.UNKNOWN);
            if (tree.isPresent()) {
                trees.put(name, tree.get());
            }
            if (!problems.isEmpty()) {
                ofParts.put(name, inOrder(problems));
            }
        });
        List<Problem> problems = new ArrayList<>();
        Optional<Expression> whole = text("", definition.is(), problems);
        if (whole.isEmpty() || !problems.isEmpty() || !ofParts.isEmpty()) {
            return new Compilation.Refused(inOrder(problems), ofParts);
        }
        return new Compilation.Compiled(new Reward(definition.name(), whole.get(), vocabulary, terms()));
    }

    /** A text with its parts written out; empty when something is wrong with it or them. */
    private Optional<Expression> text(String name, String source, List<Problem> problems) {
        if (source.length() > Parser.LONGEST) {
            problems.add(Problem.at(
                    source,
                    new Span(Parser.LONGEST, source.length()),
                    "the expression has " + source.length() + " characters, at most " + Parser.LONGEST + " are allowed",
                    "shorten it: feedback is better summed up by outcomes"));
            return Optional.empty();
        }
        int before = problems.size();
        List<Lexer.Token> tokens = Lexer.tokens(source, Checker.LANGUAGE, problems);
        Checker checker =
                new Checker(source, vocabulary, types, used -> refusal(/* user= */ name, /* name= */ used), problems);
        Optional<Expression> parsed = Parser.parse(source, Checker.LANGUAGE, tokens, problems);
        if (parsed.isEmpty()) {
            checker.names(tokens);
            return Optional.empty();
        }
        written.put(name, parsed.get());
        if (name.isEmpty()) {
            checker.reward(parsed.get());
        } else {
            types.put(name, checker.part(parsed.get()));
        }
        if (problems.size() > before) {
            types.replace(name, Type.UNKNOWN);
            return Optional.empty();
        }
        boolean partsStand =
                Trees.names(parsed.get()).stream().filter(types::containsKey).allMatch(trees::containsKey);
        return partsStand ? writtenOut(parsed.get(), name.isEmpty(), source, problems) : Optional.empty();
    }

    private Optional<Expression> writtenOut(Expression parsed, boolean whole, String source, List<Problem> problems) {
        int before = problems.size();
        if (!trees.isEmpty() && (nodes(parsed) > LARGEST || depth(parsed) > Parser.DEEPEST)) {
            problems.add(Problem.at(
                    source,
                    parsed.at(),
                    "written out with its parts, this has more than " + LARGEST + " operations, or more than "
                            + Parser.DEEPEST + " one within another",
                    "use fewer parts of parts"));
            return Optional.empty();
        }
        Expression tree = Trees.inlined(parsed, trees);
        if (whole && !trees.isEmpty() && !parses(tree.normalised())) {
            problems.add(Problem.at(
                    source,
                    parsed.at(),
                    "written out with its parts, this is nested too deep",
                    "use fewer parts of parts"));
            return Optional.empty();
        }
        Inputs inputs = Inputs.of(tree, vocabulary);
        Settlement.anywhere(
                tree,
                inputs,
                whole,
                hazard -> problems.add(Problem.at(
                        source, hazard.at(), hazard.message(), hazard.advice().apply(piece(source, hazard.at())))));
        if (problems.size() == before) {
            new Constants(source, vocabulary, trees, problems).tell(parsed);
        }
        return problems.size() > before ? Optional.empty() : Optional.of(tree);
    }

    private List<Terms.Term> terms() {
        Expression sum = Objects.requireNonNull(written.get(""));
        while (sum instanceof Expression.Name(String name, Span at) && trees.containsKey(name)) {
            sum = Objects.requireNonNull(written.get(name));
        }
        List<Terms.Term> terms = new ArrayList<>();
        for (Expression term : Terms.of(sum)) {
            terms.add(new Terms.Term(
                    Terms.part(term, part -> types.get(part) == Type.NUMBER), Trees.inlined(term, trees)));
        }
        return List.copyOf(terms);
    }

    private static boolean parses(String text) {
        List<Problem> problems = new ArrayList<>();
        return text.length() <= Parser.LONGEST
                && Parser.parse(text, Checker.LANGUAGE, Lexer.tokens(text, Checker.LANGUAGE, problems), problems)
                        .isPresent();
    }

    private long nodes(Expression e) {
        if (e instanceof Expression.Name(String name, Span at) && trees.containsKey(name)) {
            long[] count = {0};
            Trees.each(trees.get(name), piece -> count[0]++);
            return count[0];
        }
        return 1 + Trees.children(e).stream().mapToLong(this::nodes).sum();
    }

    private int depth(Expression e) {
        Expression of =
                e instanceof Expression.Name(String name, Span at) && trees.containsKey(name) ? trees.get(name) : e;
        return 1 + Trees.children(of).stream().mapToInt(this::depth).max().orElse(0);
    }

    /** As it is written, where it is short. */
    static String piece(String source, Span at) {
        String piece = source.substring(Math.min(at.start(), source.length()), Math.min(at.end(), source.length()))
                .replaceAll("\\s+", " ");
        return piece.length() > 60 ? "…" : piece;
    }

    private Optional<String> clash(String part) {
        return vocabulary.outcomes().containsKey(part)
                ? Optional.of("part '" + part + "' has the name of an outcome")
                : Function.of(part).isPresent() || Checker.WORDS.contains(part)
                        ? Optional.of("part '" + part + "' has the name of a word of the language")
                        : Optional.empty();
    }

    /** Why a text may not use a part: it stands in its own place or below. Empty for what it may use, and for all that is no part. */
    private Optional<String> refusal(String user, String name) {
        return !uses.containsKey(name) || types.containsKey(name)
                ? Optional.empty()
                : Optional.of(circle(user, name)
                        .map(way -> "part '" + user + "' is made of itself: " + way)
                        .orElse("part '" + name + "' stands further below"));
    }

    /** The way from a part through another back to itself. */
    private Optional<String> circle(String from, String through) {
        if (from.equals(through)) {
            return Optional.of(from + " → " + from);
        }
        Map<String, String> cameFrom = new HashMap<>(Map.of(through, from));
        Deque<String> open = new ArrayDeque<>(List.of(through));
        while (!open.isEmpty()) {
            String at = open.pop();
            for (String next : uses.getOrDefault(at, Set.of())) {
                if (uses.containsKey(next) && cameFrom.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        if (!cameFrom.containsKey(from)) {
            return Optional.empty();
        }
        StringBuilder way = new StringBuilder(from);
        String at = cameFrom.get(from);
        while (at != null && !at.equals(from)) {
            way.insert(0, at + " → ");
            at = cameFrom.get(at);
        }
        return Optional.of(from + " → " + way);
    }

    private Set<String> reachable() {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(namesIn(definition.is()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (uses.containsKey(name) && reached.add(name)) {
                open.addAll(uses.get(name));
            }
        }
        // A misspelt name is one mistake, not also a part without use.
        for (String name : namesIn(definition.is())) {
            if (!uses.containsKey(name) && !vocabulary.outcomes().containsKey(name)) {
                Nearest.to(name, uses.keySet()).ifPresent(reached::add);
            }
        }
        return reached;
    }

    private static Set<String> namesIn(String source) {
        Set<String> names = new LinkedHashSet<>();
        if (source.length() <= Parser.LONGEST) {
            for (Lexer.Token token : Lexer.tokens(source, Checker.LANGUAGE, new ArrayList<>())) {
                if (token.kind() == Lexer.Kind.NAME) {
                    names.add(token.text());
                }
            }
        }
        return names;
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return List.copyOf(new LinkedHashSet<>(problems));
    }
}
