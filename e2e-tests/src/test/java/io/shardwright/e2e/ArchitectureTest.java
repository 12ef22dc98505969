package io.shardwright.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: {@code planner <- controller -> crds}, {@code contract <- everything that talks}. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.shardwright");

    @Test
    void seesEveryModule() {
        for (String module : new String[] {
            "crds",
            "contract",
            "planner",
            "resolver",
            "controller",
            "cli",
            "router",
            "sample.server",
            "sample.client",
            "sample.load",
            "e2e"
        }) {
            assertThat(CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith("io.shardwright." + module)))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void plannerAndContractNeedNothingButTheJdk() {
        for (String module : new String[] {"planner", "contract"}) {
            classes()
                    .that()
                    .resideInAPackage("io.shardwright." + module + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.shardwright." + module + "..", "java..", "org.jspecify..")
                    .check(CLASSES);
        }
    }

    @Test
    void crdsHoldNoLogicOfOthers() {
        noClasses()
                .that()
                .resideInAPackage("io.shardwright.crds..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.shardwright.planner..",
                        "io.shardwright.contract..",
                        "io.shardwright.resolver..",
                        "io.shardwright.controller..",
                        "io.shardwright.cli..",
                        "io.shardwright.router..")
                .check(CLASSES);
    }

    @Test
    void theResolverKnowsNoCluster() {
        classes()
                .that()
                .resideInAPackage("io.shardwright.resolver..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.shardwright.resolver..",
                        "io.shardwright.crds..",
                        "io.shardwright.planner..",
                        "io.fabric8.kubernetes.api.model..",
                        "java..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    /** It asks clusters through kubectl. */
    @Test
    void theCommandLineKnowsNeitherControllerNorAClientOfKubernetes() {
        noClasses()
                .that()
                .resideInAPackage("io.shardwright.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.shardwright.controller..",
                        "io.shardwright.router..",
                        "io.shardwright.sample..",
                        "io.fabric8.kubernetes.client..",
                        "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void theSampleKnowsOfTheOperatorOnlyTheContract() {
        noClasses()
                .that()
                .resideInAPackage("io.shardwright.sample..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.shardwright.planner..",
                        "io.shardwright.crds..",
                        "io.shardwright.controller..",
                        "io.shardwright.router..",
                        "io.fabric8..")
                .check(CLASSES);
    }

    @Test
    void theRouterAgentKnowsNeitherControllerNorPlanner() {
        noClasses()
                .that()
                .resideInAPackage("io.shardwright.router..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.shardwright.planner..", "io.shardwright.controller..", "io.shardwright.sample..")
                .check(CLASSES);
    }

    /** It runs in the operator's process from a jar of its own. */
    @Test
    void theAgentThatKillsTheOperatorNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.shardwright.e2e.halt..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.shardwright.e2e.halt..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    /**
     * The first pattern takes a module with all below it for one slice. The second takes each package for one, a root package
     * too: it may use what is below it or be used by it, not both.
     */
    @Test
    void neitherModulesNorPackagesDependOnEachOtherInCircles() {
        for (String slices : new String[] {"io.shardwright.(*)..", "io.shardwright.(**)"}) {
            SlicesRuleDefinition.slices()
                    .matching(slices)
                    .should()
                    .beFreeOfCycles()
                    .check(CLASSES);
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .resideInAnyPackage("..utils..", "..util..", "..helpers..", "..common..", "..misc..")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(CLASSES.that(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "of this project", c -> c.getPackageName().startsWith("io.shardwright"))));
    }
}
