package io.archway.dicom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Which package of this module may know which. */
@AnalyzeClasses(packages = "io.archway.dicom", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DATA_SETS_KNOW_NO_NETWORK =
      noClasses()
          .that()
          .resideInAnyPackage("..dicom.dict..", "..dicom.data..", "..dicom.charset..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "..dicom.net..", "..dicom.dimse..");

  @ArchTest
  static final ArchRule THE_UPPER_LAYER_KNOWS_NO_DIMSE =
      noClasses()
          .that()
          .resideInAPackage("..dicom.net..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..dicom.dimse..");

  @ArchTest
  static final ArchRule CLASSES_ARE_NOT_MADE_TO_BE_EXTENDED =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .should(beFinalOrSealed());

  private static ArchCondition<JavaClass> beFinalOrSealed() {
    return new ArchCondition<>("be final or sealed") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean fine =
            item.getModifiers().contains(JavaModifier.FINAL)
                || item.reflect().isSealed()
                || item.reflect().getEnclosingClass() != null && item.reflect().isEnum()
                || Enum.class.isAssignableFrom(item.reflect());
        events.add(new SimpleConditionEvent(item, fine, item.getName() + " is open"));
      }
    };
  }
}
