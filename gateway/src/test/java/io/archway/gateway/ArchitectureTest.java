package io.archway.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms, and those within them that Maven cannot enforce. */
@AnalyzeClasses(packages = "io.archway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule rooms =
      slices().matching("io.archway.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule partsOfTheProgram =
      slices().matching("io.archway.gateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dicomKnowsNeitherDatabaseNorHttp =
      noClasses()
          .that()
          .resideInAPackage("io.archway.dicom..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "io.netty.handler.codec.http..")
          .orShould()
          .dependOnClassesThat(archwayOutside("dicom"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theIndexKnowsNeitherNettyNorDicom =
      noClasses()
          .that()
          .resideInAPackage("io.archway.index..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .orShould()
          .dependOnClassesThat(archwayOutside("index"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule ingestAndHttpKnowDataSetsButNoAssociations =
      noClasses()
          .that()
          .resideInAnyPackage("io.archway.ingest..", "io.archway.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.archway.dicom.net..", "io.archway.dicom.dimse..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule dataSetsAreReadWithoutTheNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.archway.dicom.dict..", "io.archway.dicom.charset..", "io.archway.dicom.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.archway.dicom.net..", "io.archway.dicom.dimse..", "io.netty..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule picturesAreMadeOfDataSetsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.archway.imaging..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.archway.dicom.net..", "io.archway.dicom.dimse..", "io.netty..", "java.sql..")
          .orShould()
          .dependOnClassesThat(
              archwayOutside("imaging").and(resideOutsideOfPackage("io.archway.dicom..")));

  @ArchTest
  static final ArchRule theWorklistNeedsOnlyDicomAndTheIndex =
      noClasses()
          .that()
          .resideInAPackage("io.archway.worklist..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.archway.ingest..", "io.archway.storage..", "io.archway.http..", "java.sql..");

  @ArchTest
  static final ArchRule nothingSeesTheProgram =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.archway.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.archway.gateway..");

  @ArchTest
  static final ArchRule theProgramStartsFromTheCommandLineInward =
      noClasses()
          .that()
          .resideInAnyPackage("io.archway.gateway..")
          .and()
          .resideOutsideOfPackage("io.archway.gateway.cli..")
          .and()
          .doNotHaveFullyQualifiedName("io.archway.gateway.Main")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.archway.gateway.cli..", "picocli..");

  @ArchTest
  static final ArchRule theKernelOfHttpKnowsNoFamily =
      noClasses()
          .that()
          .resideInAPackage("io.archway.http.kernel..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.archway.http..")
                  .and(resideOutsideOfPackage("io.archway.http.kernel..")));

  @ArchTest
  static final ArchRule thePatientsFamilyKnowsNoOther =
      noClasses()
          .that()
          .resideInAPackage("io.archway.http.patients..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.archway.http.documents..")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.archway.http.imaging..");

  @ArchTest
  static final ArchRule settingsStandAlone =
      noClasses()
          .that()
          .resideInAPackage("io.archway.gateway.settings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.archway.gateway.lifecycle..", "io.archway.gateway");

  @ArchTest
  static final ArchRule onlyCommandsPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.archway.gateway.cli..")
          .and()
          // A process of its own, which talks with the gateway by them.
          .doNotHaveFullyQualifiedName("io.archway.imaging.apart.DrawingProgram")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule slf4jIsTheOnlyLog =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.archway.gateway.lifecycle.Logging")
          .and() // as a DataSource it has to name the other one
          .doNotHaveFullyQualifiedName("io.archway.index.database.EmbeddedConnections")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "ch.qos.logback..");

  private static DescribedPredicate<JavaClass> archwayOutside(String room) {
    return resideInAPackage("io.archway..")
        .and(resideOutsideOfPackage("io.archway." + room + ".."));
  }
}
