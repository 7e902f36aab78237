package io.sluice.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The shape of the gateway: which package may know which. */
@AnalyzeClasses(
    packages = "io.sluice.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "..gateway.routing..",
    "..gateway.modification..",
    "..gateway.balancing..",
    "..gateway.admission..",
    "..gateway.persistence.."
  };

  @ArchTest
  static final ArchRule pure_packages_know_no_socket_and_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.buffer..",
              "io.vertx..",
              "io.quarkus..",
              "io.smallrye..",
              "jakarta..",
              "java.net..",
              "java.nio..",
              "java.util.concurrent..");

  @ArchTest
  static final ArchRule pure_packages_know_no_clock_but_one_passed_in =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule routing_knows_no_other_package =
      noClasses()
          .that()
          .resideInAPackage("..gateway.routing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..gateway.table..",
              "..gateway.balancing..",
              "..gateway.http..",
              "..gateway.listener..",
              "..gateway.upstream..",
              "..gateway.observe..",
              "..gateway.sync..");

  @ArchTest
  static final ArchRule the_table_knows_nothing_of_how_it_is_used =
      noClasses()
          .that()
          .resideInAPackage("..gateway.table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "io.vertx..",
              "io.quarkus..",
              "..gateway.balancing..",
              "..gateway.http..",
              "..gateway.listener..",
              "..gateway.upstream..",
              "..gateway.observe..",
              "..gateway.sync..");

  @ArchTest
  static final ArchRule requests_know_nothing_of_the_bus =
      noClasses()
          .that()
          .resideInAnyPackage("..gateway.http..", "..gateway.upstream..", "..gateway.listener..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.sluice.chassis..", "..gateway.sync..", "io.quarkus..");

  @ArchTest
  static final ArchRule packages_have_no_cycle =
      slices().matching("io.sluice.gateway.(**)").should().beFreeOfCycles();
}
