package io.sluice.chassis.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The layers of a service: {@code api} uses {@code domain}, {@code store} and {@code bus}; {@code
 * store} and {@code bus} use {@code domain}; {@code domain} is pure.
 */
public final class ServiceLayers {
  private ServiceLayers() {}

  /** Checks the classes below a package, as {@code io.sluice.registry}. */
  public static void check(String root) {
    JavaClasses service =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(root);

    classes()
        .that()
        .resideInAPackage(root + ".domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            root + ".domain..",
            "io.sluice.contracts..",
            "io.sluice.chassis.problem..",
            "io.sluice.chassis.id..",
            "java..",
            "javax.crypto..",
            "javax.security.auth.x500..")
        .because("the rules of the product need no framework, no socket and no database")
        .allowEmptyShould(true)
        .check(service);

    noClasses()
        .that()
        .resideInAnyPackage(root + ".domain..", root + ".store..", root + ".bus..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + ".api..", "io.sluice.chassis.api..", "jakarta.ws.rs..")
        .because("only api knows HTTP")
        .allowEmptyShould(true)
        .check(service);

    noClasses()
        .that()
        .resideInAPackage(root + ".api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.hibernate..", "io.quarkus.hibernate..", "jakarta.persistence..")
        .because("only store knows the database")
        .allowEmptyShould(true)
        .check(service);
  }
}
