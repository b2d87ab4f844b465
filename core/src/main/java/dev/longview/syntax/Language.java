package dev.longview.syntax;

/**
 * What one language on this grammar has of its own: which words are operators in it, and how its problems speak.
 *
 * @param whole what an expression is, with its article: {@code a reward}
 * @param value what may stand where a value is expected
 * @param operators as a problem lists them
 * @param choice what to write to choose between two
 * @param units what to do instead of writing a unit behind a number
 * @param membership whether {@code in} is an operator; elsewhere it is a name
 * @param lists whether there are lists in brackets
 */
public record Language(
        String whole, String value, String operators, String choice, String units, boolean membership, boolean lists) {}
