package io.shardwright.cli.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the tree of an expression, operators by the precedence of the language definition. */
final class Parser {
    private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");
    private static final Set<String> MACROS = Set.of("all", "exists", "exists_one", "filter", "map");

    private final List<Token> tokens;
    private int at;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Node parse() throws CelException {
        var root = conditional();
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("the end");
        }
        return root;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String sign) {
        boolean found = peek().is(sign);
        if (found) {
            at++;
        }
        return found;
    }

    private void expect(String sign) throws CelException {
        if (!accept(sign)) {
            throw unexpected(sign);
        }
    }

    private CelException unexpected(String wanted) {
        return new CelException("expected " + wanted + ", found " + peek().text());
    }

    private String name() throws CelException {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("a name");
        }
        return tokens.get(at++).text();
    }

    private Node conditional() throws CelException {
        var condition = or();
        if (!accept("?")) {
            return condition;
        }
        var yes = or();
        expect(":");
        return new Node.Conditional(condition, yes, conditional());
    }

    private Node or() throws CelException {
        var left = and();
        while (accept("||")) {
            left = new Node.Either(left, and());
        }
        return left;
    }

    private Node and() throws CelException {
        var left = relation();
        while (accept("&&")) {
            left = new Node.Both(left, relation());
        }
        return left;
    }

    private Node relation() throws CelException {
        var left = sum();
        while (peek().kind() == Token.Kind.SIGN && RELATIONS.contains(peek().text())) {
            left = new Node.Operation(tokens.get(at++).text(), left, sum());
        }
        return left;
    }

    private Node sum() throws CelException {
        var left = product();
        while (peek().is("+") || peek().is("-")) {
            left = new Node.Operation(tokens.get(at++).text(), left, product());
        }
        return left;
    }

    private Node product() throws CelException {
        var left = unary();
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            left = new Node.Operation(tokens.get(at++).text(), left, unary());
        }
        return left;
    }

    private Node unary() throws CelException {
        if (accept("!")) {
            return new Node.Not(unary());
        }
        return accept("-") ? new Node.Operation("-", new Node.Literal(0L), unary()) : member();
    }

    private Node member() throws CelException {
        var value = primary();
        while (true) {
            if (accept("[")) {
                value = new Node.Index(value, conditional());
                expect("]");
            } else if (accept(".")) {
                String name = name();
                value = accept("(") ? call(value, name) : new Node.Field(value, name);
            } else {
                return value;
            }
        }
    }

    private Node call(Node target, String name) throws CelException {
        var arguments = arguments(")");
        if (MACROS.contains(name)) {
            if (arguments.size() < 2 || !(arguments.getFirst() instanceof Node.Variable(String variable))) {
                throw new CelException(name + " needs a variable and an expression");
            }
            return new Node.Macro(name, target, variable, arguments.subList(1, arguments.size()));
        }
        var all = new ArrayList<Node>(List.of(target));
        all.addAll(arguments);
        return function(name, all);
    }

    private static Node function(String name, List<Node> arguments) throws CelException {
        if (!Functions.isKnown(name)) {
            throw new CelException("no function is named " + name);
        }
        return new Node.Call(name, arguments);
    }

    private List<Node> arguments(String end) throws CelException {
        var arguments = new ArrayList<Node>();
        if (accept(end)) {
            return arguments;
        }
        do {
            arguments.add(conditional());
        } while (accept(","));
        expect(end);
        return arguments;
    }

    private Node primary() throws CelException {
        if (accept("(")) {
            var inner = conditional();
            expect(")");
            return inner;
        }
        if (accept("[")) {
            return new Node.ListOf(arguments("]"));
        }
        if (peek().kind() == Token.Kind.LITERAL) {
            return new Node.Literal(tokens.get(at++).value());
        }
        String name = name();
        if (!accept("(")) {
            return new Node.Variable(name);
        }
        var arguments = arguments(")");
        if (name.equals("has")) {
            if (arguments.size() != 1 || !(arguments.getFirst() instanceof Node.Field field)) {
                throw new CelException("has needs a field");
            }
            return new Node.Has(field);
        }
        return function(name, arguments);
    }
}
