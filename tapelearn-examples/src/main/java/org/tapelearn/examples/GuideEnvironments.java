package org.tapelearn.examples;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tapelearn.environment.EnvironmentContext;

/** The guide's two example environments as a user describes them: what to learn, and what there is. */
final class GuideEnvironments {
    static final List<String> DATA_SCIENCE_TASKS = List.of(
            "Load and explore a CSV dataset to understand its structure",
            "Perform basic statistical analysis on numerical columns",
            "Create visualizations to identify patterns in the data",
            "Clean and preprocess data for analysis",
            "Build a simple predictive model",
            "Evaluate model performance and interpret results");

    static final EnvironmentContext DATA_SCIENCE_CONTEXT = new EnvironmentContext(
            List.of(
                    "pandas_reader",
                    "numpy_calculator",
                    "matplotlib_plotter",
                    "sklearn_modeler",
                    "data_cleaner",
                    "statistics_analyzer"),
            List.of("csv_files", "json_files", "database_tables"),
            new TreeMap<>(Map.of(
                    "data_loading", List.of("csv", "json", "sql"),
                    "analysis", List.of("statistics", "correlation", "distribution"),
                    "visualization", List.of("plots", "charts", "graphs"),
                    "modeling", List.of("regression", "classification", "clustering"))),
            new TreeMap<>());

    static final List<String> WEB_AUTOMATION_TASKS = List.of(
            "Navigate to a website and extract basic information",
            "Fill out forms and submit data",
            "Search for specific content and collect results",
            "Download files and resources from websites",
            "Monitor websites for changes",
            "Interact with web APIs and services");

    static final EnvironmentContext WEB_CONTEXT = new EnvironmentContext(
            List.of("browser", "form_filler", "web_scraper", "api_client", "file_downloader", "content_monitor"),
            List.of("web_pages", "apis", "forms", "downloads"),
            new TreeMap<>(Map.of(
                    "navigation", List.of("click", "scroll", "navigate"),
                    "interaction", List.of("type", "select", "submit"),
                    "extraction", List.of("text", "links", "images", "data"),
                    "automation", List.of("workflows", "monitoring", "scheduling"))),
            new TreeMap<>());

    private GuideEnvironments() {}
}
