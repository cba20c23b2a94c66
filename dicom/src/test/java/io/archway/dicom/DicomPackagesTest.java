package io.archway.dicom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Data sets are read by programs that know nothing of Netty or of associations. */
class DicomPackagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.archway.dicom");

  @Test
  void theDictionaryStandsAlone() {
    classes()
        .that()
        .resideInAPackage("io.archway.dicom.dict")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.archway.dicom.dict")
        .check(CLASSES);
  }

  @Test
  void characterSetsStandAlone() {
    classes()
        .that()
        .resideInAPackage("io.archway.dicom.charset")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.archway.dicom.charset", "io.archway.dicom.dict")
        .check(CLASSES);
  }

  @Test
  void dataSetsKnowOnlyTheDictionaryAndCharacterSets() {
    classes()
        .that()
        .resideInAPackage("io.archway.dicom.data")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "io.archway.dicom.dict", "io.archway.dicom.charset", "io.archway.dicom.data")
        .check(CLASSES);
  }
}
