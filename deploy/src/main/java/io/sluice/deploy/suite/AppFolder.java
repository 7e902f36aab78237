package io.sluice.deploy.suite;

import io.sluice.deploy.UserError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of the built programs in the state folder. A suite runs from them, so that building or
 * testing again never takes a jar away from a running process.
 */
public final class AppFolder {
  /** The program of each member by its name in the plan; all gateways share one. */
  private static final Map<String, String> MODULES =
      Map.of(
          "listeners", "services/listeners",
          "registry", "services/registry",
          "health", "services/health",
          "bridge", "autoscaler-bridge",
          "gateway", "gateway");

  private final Path project;
  private final Path apps;
  private final Map<String, Path> libraries = new HashMap<>();

  /**
   * @param project the project's root folder
   * @param state where the copies go
   */
  public AppFolder(Path project, StateFolder state) {
    this.project = project;
    this.apps = state.root("app");
  }

  /**
   * Copies what is new or has changed.
   *
   * @throws UserError when a program has not been built
   */
  public void refresh() {
    copy(project.resolve("deploy/target"), apps.resolve("cli"), List.of("sluice.jar", "lib"));
    for (String program : MODULES.keySet().stream().sorted().toList()) {
      Path target = project.resolve(MODULES.get(program)).resolve("target");
      if (!Files.exists(target.resolve("quarkus-app/quarkus-run.jar"))) {
        throw new UserError(
            program + " has not been built (" + target + "/quarkus-app is missing).");
      }
      copy(
          target.resolve("quarkus-app"),
          apps.resolve(program),
          List.of("quarkus-run.jar", "app", "lib", "quarkus"));
      copyNative(target, apps.resolve(program + "-native"));
    }
  }

  private void copyNative(Path target, Path copy) {
    Optional<Path> runner = runner(target);
    if (runner.isEmpty()) {
      return;
    }
    try (Stream<Path> beside = Files.list(target)) {
      copy(
          target,
          copy,
          Stream.concat(
                  Stream.of(runner.get().getFileName().toString()),
                  beside
                      .map(path -> path.getFileName().toString())
                      .filter(name -> name.endsWith(".so")))
              .toList());
    } catch (IOException e) {
      throw new UserError(target + " cannot be read: " + e, e);
    }
  }

  /** The command line's own jar. */
  public Path cli() {
    return apps.resolve("cli/sluice.jar");
  }

  /** The jar that runs a member on the JVM. */
  public Path jar(String member) {
    return apps.resolve(program(member)).resolve("quarkus-run.jar");
  }

  /** The native executable of a member, if it has been built. */
  public Optional<Path> nativeExecutable(String member) {
    return runner(apps.resolve(program(member) + "-native"));
  }

  private static String program(String member) {
    return member.startsWith("gateway-") ? "gateway" : member;
  }

  private static Optional<Path> runner(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.getFileName().toString().endsWith("-runner"))
          .filter(Files::isExecutable)
          .findFirst();
    } catch (IOException e) {
      throw new UserError(folder + " cannot be read: " + e, e);
    }
  }

  private void copy(Path from, Path to, List<String> names) {
    try {
      Set<Path> kept = new HashSet<>();
      for (String name : names) {
        Path source = from.resolve(name);
        if (Files.isDirectory(source)) {
          try (Stream<Path> tree = Files.walk(source)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
              kept.add(copyFile(file, to.resolve(from.relativize(file))));
            }
          }
        } else {
          kept.add(copyFile(source, to.resolve(name)));
        }
      }
      deleteOthers(to, kept);
    } catch (IOException e) {
      throw new UserError("The programs cannot be copied to " + to + ": " + e, e);
    }
  }

  /** Never writes into an existing file: a running process may have it open. */
  private Path copyFile(Path source, Path copy) throws IOException {
    BasicFileAttributes wanted = Files.readAttributes(source, BasicFileAttributes.class);
    String library = copy.getFileName() + ":" + wanted.size();
    boolean shared = copy.toString().contains("/lib/") && !library.startsWith("io.sluice");
    if (!isSame(copy, wanted)) {
      Files.createDirectories(copy.getParent());
      Path next = copy.resolveSibling(copy.getFileName() + ".next");
      Files.deleteIfExists(next);
      Path twin = shared ? libraries.get(library) : null;
      if (twin != null) {
        Files.createLink(next, twin);
      } else {
        Files.copy(source, next, StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.move(next, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    if (shared) {
      libraries.putIfAbsent(library, copy);
    }
    return copy;
  }

  private static boolean isSame(Path copy, BasicFileAttributes wanted) throws IOException {
    if (!Files.exists(copy)) {
      return false;
    }
    BasicFileAttributes have = Files.readAttributes(copy, BasicFileAttributes.class);
    return have.size() == wanted.size()
        && have.lastModifiedTime().toMillis() == wanted.lastModifiedTime().toMillis();
  }

  private static void deleteOthers(Path folder, Set<Path> kept) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!kept.contains(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
