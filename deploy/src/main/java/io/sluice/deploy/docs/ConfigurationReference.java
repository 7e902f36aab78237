package io.sluice.deploy.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes {@code docs/configuration.md} from the {@code @ConfigMapping} interfaces of all modules:
 * each option's effect, default, unit and warning are the javadoc beside its declaration, so the
 * page cannot drift from the code.
 */
public final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Made from the code by io.sluice.deploy.docs.ConfigurationReference; ConfigurationReferenceTest holds it in step. -->

      Every setting can be given as a system property (`-Dsluice.token=…`), as an environment variable (`SLUICE_TOKEN`: upper case,
      every other character an underscore), or in a file `config/application.properties` beside the service. `./sluice up --set
      SERVICE.KEY=VALUE` passes one to a service of the local suite. Ports and addresses of the REST and admin endpoints are Quarkus'
      own settings: `quarkus.http.port` and `quarkus.http.host` (default `127.0.0.1`). Nothing listens beyond loopback unless one of
      these or `sluice.cluster.bind-address`, `sluice.gateway.bind-address` or a load balancer's `address` says so.
      """;

  private ConfigurationReference() {}

  /** Writes the page: first argument the project's root, second the file to write. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[1]), render(Path.of(args[0])));
  }

  /**
   * The page.
   *
   * @param root the project's root folder
   * @throws IOException when a source cannot be read
   */
  public static String render(Path root) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(file -> file.getFileName().toString().endsWith("Config.java"))
              .filter(file ->
                  file.toString().contains("src/main/java")
                      && !file.toString().contains("/target/"))
              .filter(ConfigurationReference::isMapping)
              .toList();
    }
    List<Mapping> mappings = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          if (type instanceof ClassTree declaration) {
            TreePath path = new TreePath(new TreePath(unit), declaration);
            annotationValue(declaration.getModifiers().getAnnotations(), "ConfigMapping", "prefix")
                .ifPresent(prefix ->
                    mappings.add(
                        new Mapping(
                            prefix,
                            comment(docs, path),
                            options(docs, path, declaration, prefix))));
          }
        }
      }
    }
    mappings.sort(Comparator.comparing(Mapping::prefix).thenComparing(Mapping::comment));
    return INTRODUCTION + mappings.stream().map(Mapping::render).collect(Collectors.joining());
  }

  private static boolean isMapping(Path file) {
    try {
      return Files.readString(file).contains("@ConfigMapping");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Option> options(
      DocTrees docs, TreePath parent, ClassTree declaration, String prefix) {
    List<Option> options = new ArrayList<>();
    for (Tree member : declaration.getMembers()) {
      if (!(member instanceof MethodTree method) || !method.getParameters().isEmpty()) {
        continue;
      }
      if (method.getBody() != null) {
        continue; // default methods compute, they are no options
      }
      List<? extends AnnotationTree> annotations = method.getModifiers().getAnnotations();
      String name =
          annotationValue(annotations, "WithName", "value")
              .orElseGet(() -> kebab(method.getName().toString()));
      String key = prefix + "." + name;
      String type = method.getReturnType().toString();
      Optional<ClassTree> group = nested(declaration, type);
      if (group.isPresent()) {
        options.addAll(options(docs, new TreePath(parent, group.get()), group.get(), key));
      } else {
        options.add(
            new Option(
                key,
                type.replaceAll("^Optional<(.*)>$", "$1").replace("OptionalInt", "int"),
                annotationValue(annotations, "WithDefault", "value").orElse(""),
                comment(docs, new TreePath(parent, method))));
      }
    }
    return options;
  }

  private static Optional<ClassTree> nested(ClassTree declaration, String type) {
    String simple = type.replaceAll("^Optional<(.*)>$", "$1");
    return declaration.getMembers().stream()
        .filter(member ->
            member instanceof ClassTree inner
                && inner.getKind() == Tree.Kind.INTERFACE
                && inner.getSimpleName().contentEquals(simple))
        .map(ClassTree.class::cast)
        .findFirst();
  }

  private static Optional<String> annotationValue(
      List<? extends AnnotationTree> annotations, String annotation, String attribute) {
    for (AnnotationTree candidate : annotations) {
      if (!candidate.getAnnotationType().toString().endsWith(annotation)) {
        continue;
      }
      for (ExpressionTree argument : candidate.getArguments()) {
        if (argument instanceof AssignmentTree assignment) {
          if (assignment.getVariable().toString().equals(attribute)) {
            return literal(assignment.getExpression());
          }
        } else {
          return literal(argument);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> literal(ExpressionTree expression) {
    return expression instanceof LiteralTree literal
        ? Optional.of(String.valueOf(literal.getValue()))
        : Optional.of(expression.toString());
  }

  private static String comment(DocTrees docs, TreePath path) {
    DocCommentTree comment = docs.getDocCommentTree(path);
    if (comment == null) {
      return "";
    }
    return comment.getFullBody().stream()
        .map(Object::toString)
        .collect(Collectors.joining())
        .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
        .replaceAll("\\{@link\\s+[^}]*?([A-Za-z]+)(\\(\\))?}", "`$1`")
        .replaceAll("<p>", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private record Mapping(String prefix, String comment, List<Option> options) {
    String render() {
      String head =
          "\n## %s.*\n\n%s\n\n| option | type | default | effect |\n|---|---|---|---|\n"
              .formatted(prefix, comment);
      return head + options.stream().map(Option::render).collect(Collectors.joining());
    }
  }

  private record Option(String key, String type, String preset, String comment) {
    String render() {
      return "| `%s` | %s | %s | %s |\n"
          .formatted(
              key, type, preset.isEmpty() ? "–" : "`" + preset + "`", comment.replace("|", "\\|"));
    }
  }
}
