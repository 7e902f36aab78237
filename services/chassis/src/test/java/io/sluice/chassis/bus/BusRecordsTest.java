package io.sluice.chassis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusRecordsTest {
  @Test
  void everyRecordAndEnumOfTheContractsIsKeptInNativeExecutables() {
    List<String> registered =
        Arrays.stream(BusRecords.class.getAnnotation(RegisterForReflection.class).targets())
            .map(Class::getName)
            .toList();
    List<String> needed =
        new ClassFileImporter()
            .importPackages("io.sluice.contracts").stream()
                .filter(type -> type.isRecord() || type.isEnum())
                .map(BusRecordsTest::outermost)
                .distinct()
                .toList();
    assertThat(needed).hasSizeGreaterThan(20);
    assertThat(registered).containsAll(needed);
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(BusRecordsTest::outermost).orElse(type.getName());
  }
}
